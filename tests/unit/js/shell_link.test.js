/** The link to the bridge: who is greeted, what is heard, and how a course is taken away. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { BridgeLink } from "../../../static/js/shell/bridge_link.js";

const ORIGIN = "http://label.content.test";

/** A page with a frame in it, as far as the link looks at them. */
function setting() {
  /** @type {((event: any) => void)[]} */
  const listeners = [];
  /** @type {{message: any, origin: string, ports: MessagePort[]}[]} */
  const posted = [];
  const inside = {
    postMessage: (/** @type {any} */ message, /** @type {any} */ origin, /** @type {any} */ ports) =>
      void posted.push({ message, origin, ports }),
  };
  /** @type {Record<string, string>} */
  const attributes = {};
  const frame = {
    contentWindow: inside,
    setAttribute: (/** @type {string} */ name, /** @type {string} */ value) => (attributes[name] = value),
    remove: () => undefined,
  };
  const place = { ownerDocument: { createElement: () => frame }, append: () => undefined };
  const window = {
    addEventListener: (/** @type {string} */ _, /** @type {any} */ listener) => listeners.push(listener),
    removeEventListener: () => listeners.splice(0),
    setTimeout: (/** @type {() => void} */ run, /** @type {number} */ ms) => setTimeout(run, ms),
    clearTimeout: (/** @type {any} */ timer) => clearTimeout(timer),
  };
  /** @type {any[]} */
  const heard = [];
  const hears = /** @type {any} */ ({
    ready: (/** @type {any} */ message) => heard.push(message),
    save: (/** @type {any} */ message) => heard.push(message),
    again: () => heard.push("again"),
  });
  const link = new BridgeLink(
    /** @type {any} */ (window),
    /** @type {any} */ (place),
    { origin: ORIGIN, bridge: `${ORIGIN}/~ct/__rt/b/bridge.html` },
    { launch: "L" },
    hears,
  );
  const say = (/** @type {object} */ event) => listeners.forEach((listener) => listener(event));
  return { link, say, inside, posted, heard, attributes };
}

const hello = { type: "hello" };

/** @param {MessagePort} port @returns {Promise<any>} */
function next(port) {
  return new Promise((resolve) => (port.onmessage = ({ data }) => resolve(data)));
}

test("only the bridge itself, from its own origin, is given the channel", () => {
  const { say, inside, posted, link } = setting();

  say({ data: hello, origin: "http://evil.test", source: inside, ports: [] });
  say({ data: hello, origin: ORIGIN, source: {}, ports: [] });
  say({ data: "hello", origin: ORIGIN, source: inside, ports: [] });
  assert.equal(posted.length, 0);
  say({ data: hello, origin: ORIGIN, source: inside, ports: [] });

  assert.equal(posted.length, 1);
  assert.equal(posted[0]?.origin, ORIGIN);
  assert.deepEqual(posted[0]?.message, { type: "port", launch: "L" });
  link.remove();
});

test("a second greeting is a bridge that was loaded anew", () => {
  const { say, inside, posted, heard, link } = setting();

  say({ data: hello, origin: ORIGIN, source: inside, ports: [] });
  say({ data: hello, origin: ORIGIN, source: inside, ports: [] });

  assert.equal(posted.length, 1);
  assert.deepEqual(heard, ["again"]);
  link.remove();
});

test("messages of unknown shape are nothing at all", async () => {
  const { say, inside, posted, heard, link } = setting();
  say({ data: hello, origin: ORIGIN, source: inside, ports: [] });
  const port = /** @type {MessagePort} */ (posted[0]?.ports[0]);

  for (const made of [null, 7, "ready", [], { type: 7 }, { type: "again" }, { type: "constructor" }]) {
    port.postMessage(made);
  }
  port.postMessage({ type: "__proto__" });
  port.postMessage({ type: "closed", id: "1" });
  port.postMessage({ type: "ready" });
  while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));

  assert.deepEqual(heard, [{ type: "ready" }]);
  link.remove();
});

test("closing waits for the bridge's answer to this very question", async () => {
  const { say, inside, posted, link } = setting();
  say({ data: hello, origin: ORIGIN, source: inside, ports: [] });
  const port = /** @type {MessagePort} */ (posted[0]?.ports[0]);

  const asked = next(port);
  const closing = link.close(5_000);
  const { type, id } = await asked;
  assert.equal(type, "close");
  port.postMessage({ type: "closed", id: id + 1 });
  port.postMessage({ type: "closed", id });

  assert.equal(await closing, true);
  link.remove();
});

test("a bridge that never answers does not hold the learner for ever", async () => {
  const { link } = setting();

  assert.equal(await link.close(20), false);
});

test("the course can leave the page around it neither by script nor by link", () => {
  const { attributes } = setting();

  assert.ok(!attributes["sandbox"]?.includes("top-navigation"));
  assert.ok(attributes["sandbox"]?.includes("allow-same-origin"));
});
