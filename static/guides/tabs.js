/** Samples in several languages as tabs. The choice holds for all samples, and is remembered. */

const KEPT = "lectern-guides-language";

export function makeTabs() {
  const groups = [...document.querySelectorAll("[data-samples]")].map(asTabs);
  show(remembered());

  /** @param {string} language */
  function show(language) {
    groups.forEach((group) => group.show(language));
  }

  /** @param {Element} group */
  function asTabs(group) {
    const panels = [...group.querySelectorAll(".sample-panel")].filter(
      (panel) => panel instanceof HTMLElement,
    );
    const list = document.createElement("div");
    list.className = "tabs";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "Language of the sample");
    const tabs = panels.map((panel) => tabFor(panel));
    list.append(...tabs);
    list.addEventListener("keydown", (event) => move(event, tabs));
    group.prepend(list);
    group.classList.add("in-tabs");
    return { show: (/** @type {string} */ language) => select(tabs, panels, language) };
  }

  /** @param {HTMLElement} panel */
  function tabFor(panel) {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `${panel.id}-tab`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    tab.textContent = panel.querySelector(".sample-name")?.textContent ?? "";
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", () => choose(tab, panel.dataset["language"] ?? ""));
    return tab;
  }

  /**
   * @param {HTMLElement} tab
   * @param {string} language
   */
  function choose(tab, language) {
    const before = tab.getBoundingClientRect().top;
    show(language);
    remember(language);
    // The samples above have changed their heights; what was clicked stays where it is.
    scrollBy({ top: tab.getBoundingClientRect().top - before, behavior: "instant" });
  }
}

/**
 * @param {HTMLElement[]} tabs
 * @param {HTMLElement[]} panels
 * @param {string} language
 */
function select(tabs, panels, language) {
  const found = panels.findIndex((panel) => panel.dataset["language"] === language);
  const chosen = Math.max(found, 0);
  panels.forEach((panel, at) => (panel.hidden = at !== chosen));
  tabs.forEach((tab, at) => {
    tab.setAttribute("aria-selected", String(at === chosen));
    tab.tabIndex = at === chosen ? 0 : -1;
  });
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} tabs
 */
function move(event, tabs) {
  const at = tabs.findIndex((tab) => tab === document.activeElement);
  /** @type {Record<string, number>} */
  const ways = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 };
  const next = ways[event.key];
  if (next === undefined) {
    return;
  }
  event.preventDefault();
  const tab = tabs[(next + tabs.length) % tabs.length];
  tab?.focus();
  tab?.click();
}

/** Private windows may refuse storage; then the choice holds for this page. */
function remembered() {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} language */
function remember(language) {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    return;
  }
}
