/**
 * What the page asks of the desk. One question at a time, in order; each answer says how the device stands.
 *
 * The key of this start comes behind the # of the address and is kept for this tab alone, so that a reload works.
 */

const KEPT = "echo-key";

export class Locked extends Error {}

export class Desk {
  #key = key();
  #last = Promise.resolve();
  #seen = 0;
  household = 0;

  ask(action, asked = {}) {
    const asking = () => this.#post(action, { ...asked, since: this.#seen });
    this.#last = this.#last.then(asking, asking);
    return this.#last;
  }

  async #post(action, asked) {
    const headers = { "Content-Type": "application/json", "X-Echo-Key": this.#key };
    const got = await fetch(`do/${action}`, { method: "POST", headers, body: JSON.stringify(asked) });
    if (got.status === 403) throw new Locked();
    if (!got.ok) throw new Error(`the desk answered ${got.status}`);
    const told = await got.json();
    if (told.turns) this.#seen = told.turns.at(-1)?.number ?? this.#seen;
    return told;
  }
}

function key() {
  const given = location.hash.slice(1);
  if (given) {
    sessionStorage.setItem(KEPT, given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem(KEPT) ?? "";
}
