/** What the bridge page is told by the server that rendered it. */

/** @typedef {{shellOrigin: string, build: string}} BridgeConfig */

/** @param {string | null | undefined} text @returns {BridgeConfig} */
export function readConfig(text) {
  const given = JSON.parse(text || "{}");
  return { shellOrigin: String(given.shell_origin ?? ""), build: String(given.build ?? "") };
}
