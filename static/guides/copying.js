/** A button on every sample that copies it. */

const SHOWN_MS = 2000;
// What a sample prints is there to be read.
const READ_ONLY = ["json", "text"];

export function offerCopying() {
  for (const sample of document.querySelectorAll(".sample")) {
    const pre = sample.querySelector("pre");
    const language = sample instanceof HTMLElement ? sample.dataset["language"] : undefined;
    if (!pre || READ_ONLY.includes(language ?? "")) {
      continue;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", () => copy(pre.textContent ?? "", button));
    sample.append(button);
  }
}

/**
 * @param {string} text
 * @param {HTMLButtonElement} button
 */
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(`${text}\n`);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not copied";
  }
  setTimeout(() => (button.textContent = "Copy"), SHOWN_MS);
}
