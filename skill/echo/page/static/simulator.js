/**
 * The page's requests to the simulator (actions.py): one at a time, in order. Each response is the state after it.
 *
 * The key of this start comes from the fragment of the address. The tab keeps it, so that a reload works.
 */

const KEY = "echo-key";

export class Forbidden extends Error {}

export class Simulator {
  #key = key();
  #last = Promise.resolve();
  #lastTurn = 0;

  do(action, values = {}) {
    const post = () => this.#post(action, { ...values, since: this.#lastTurn });
    this.#last = this.#last.then(post, post);
    return this.#last;
  }

  async #post(action, values) {
    const headers = { "Content-Type": "application/json", "X-Echo-Key": this.#key };
    const got = await fetch(`do/${action}`, { method: "POST", headers, body: JSON.stringify(values) });
    if (got.status === 403) throw new Forbidden();
    if (!got.ok) throw new Error(`the server answered ${got.status}`);
    const state = await got.json();
    if (state.turns) this.#lastTurn = state.turns.at(-1)?.number ?? this.#lastTurn;
    return state;
  }
}

function key() {
  const given = location.hash.slice(1);
  if (given) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem(KEY) ?? "";
}
