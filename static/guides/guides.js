/** What the guides gain where scripts run: tabs, copying, search, and the place on the page. */

import { offerCopying } from "./copying.js";
import { offerSearch } from "./search.js";
import { makeTabs } from "./tabs.js";

const NARROW = "(max-width: 48rem)";

makeTabs();
offerCopying();
offerSearch();
foldNavigation();
showCurrentGuide();
markPlace();

/** On a phone the list of guides would stand between the reader and the text. */
function foldNavigation() {
  const fold = document.querySelector(".side-fold");
  const narrow = matchMedia(NARROW);
  const follow = () => {
    if (fold instanceof HTMLDetailsElement) {
      fold.open = !narrow.matches;
    }
  };
  narrow.addEventListener("change", follow);
  follow();
}

/** Where the list of guides is longer than the window, the current one is in sight all the same. */
function showCurrentGuide() {
  const side = document.querySelector(".side");
  const current = side?.querySelector("[aria-current]");
  if (side instanceof HTMLElement && current instanceof HTMLElement) {
    const place = current.getBoundingClientRect().top - side.getBoundingClientRect().top;
    side.scrollTop = Math.max(0, place - side.clientHeight / 2);
  }
}

/** The contents of the page show which section is being read. */
function markPlace() {
  const links = [...document.querySelectorAll(".toc a")];
  const headings = [...document.querySelectorAll("article :is(h2, h3)[id]")];
  if (!links.length) {
    return;
  }
  const mark = () => {
    const passed = headings.filter((one) => one.getBoundingClientRect().top < 120);
    const current = passed.at(-1)?.id;
    for (const link of links) {
      const here = current !== undefined && link.getAttribute("href") === `#${current}`;
      here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    }
  };
  document.addEventListener("scroll", mark, { passive: true });
  mark();
}
