/** What the guides gain where scripts run: tabs, copying, search, and the place on the page. */

import { offerCopying } from "./copying.js";
import { offerSearch } from "./search.js";
import { makeTabs } from "./tabs.js";

const NARROW = "(max-width: 48rem)";

makeTabs();
offerCopying();
offerSearch();
foldNavigation();
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
