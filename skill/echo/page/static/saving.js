/** The conversation as a file of tests/dialogues, to be copied or downloaded. */

import { byId, make } from "./elements.js";

const ALIKE = "Played again from an empty store, every reply is the one you heard. Put it here, and it is a test:";
const OTHER = "Played again from an empty store, some replies differ from what you heard (a screen, a kept place, or a second's difference). Read it before you keep it:";

export function saving(desk) {
  const dialog = byId("saved");
  byId("saved-copy").onclick = () => navigator.clipboard.writeText(byId("saved-text").textContent);
  byId("saved-download").onclick = download;
  byId("save").onclick = async () => {
    const file = await desk.ask("script");
    byId("saved-note").textContent = file.error ?? (file.alike ? ALIKE : OTHER);
    byId("saved-folder").textContent = file.folder ?? "";
    byId("saved-text").textContent = file.text ?? "";
    dialog.showModal();
  };
}

function download() {
  const file = new Blob([byId("saved-text").textContent], { type: "text/plain" });
  const link = make("a", { href: URL.createObjectURL(file), download: byId("saved-name").value || "new_conversation.txt" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
