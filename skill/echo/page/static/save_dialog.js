/** A dialog to copy or download the conversation as a file for tests/dialogues. */

import { byId, make } from "./elements.js";

const ALIKE = "Played again from an empty store, every reply is the one you heard. Put it here, and it is a test:";
const DIFFERENT = "Played again from an empty store, some replies differ from what you heard (because of a screen, saved progress, or a second's difference). Read the file before you use it:";

export function saveDialog(simulator) {
  const dialog = byId("saved");
  byId("saved-copy").onclick = () => navigator.clipboard.writeText(byId("saved-text").textContent);
  byId("saved-download").onclick = download;
  byId("save").onclick = async () => {
    const file = await simulator.do("script");
    byId("saved-note").textContent = file.error ?? (file.alike ? ALIKE : DIFFERENT);
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
