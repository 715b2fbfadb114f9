/** Leaving without saving is asked about: it cannot be taken back. */

/** @param {Document} document @returns {Promise<boolean>} */
export function isSure(document) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("abandon"));
  dialog.returnValue = "stay";
  dialog.showModal();
  return new Promise((resolve) => {
    const answered = () => resolve(dialog.returnValue === "leave");
    dialog.addEventListener("close", answered, { once: true });
  });
}
