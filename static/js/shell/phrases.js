/** Phrases of the learner's language, with times and plurals as that language writes them. */

// The same grouping as in player/texts.py: learners need fewer reasons than programs.
// A code may stand with the reason that makes it mean something else.
/** @type {Record<string, string>} */
const SPOKEN = {
  INVALID_TOKEN: "TOKEN",
  TOKEN_EXPIRED: "TOKEN",
  UNAUTHORIZED: "TOKEN",
  NOT_FOUND: "TOKEN",
  DOMAIN_NOT_ALLOWED: "PLACE",
  SESSION_EXPIRED: "SESSION",
  SESSION_NOT_FOUND: "SESSION",
  GONE: "SESSION",
  RATE_LIMITED: "BUSY",
  RATE_LIMIT_EXCEEDED: "BUSY",
  SERVICE_UNAVAILABLE: "BUSY",
  STORAGE_UNAVAILABLE: "BUSY",
  "INVALID_TOKEN dispatch": "LINK",
  "TOKEN_EXPIRED dispatch": "LINK",
  DISPATCH_NOT_FOUND: "DISPATCH",
  DISPATCH_NOT_ACTIVE: "REVOKED",
  "DISPATCH_NOT_ACTIVE paused": "PAUSED",
  "DISPATCH_NOT_ACTIVE expired": "EXPIRED",
  "DISPATCH_NOT_ACTIVE new_learners": "NEW_LEARNERS",
  QUOTA_EXCEEDED: "QUOTA",
  "QUOTA_EXCEEDED license_limit": "LICENSES",
  "QUOTA_EXCEEDED registration_limit": "REGISTRATIONS",
  "RATE_LIMIT_EXCEEDED test_limit": "TESTS",
  "LEC-05": "HOST",
};

export class Phrases {
  /** @param {Record<string, string>} texts @param {string} lang */
  constructor(texts, lang) {
    this.texts = texts;
    this.plural = new Intl.PluralRules(lang);
    this.clock = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit" });
    this.percent = new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: 0 });
    this.number = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 });
  }

  /** @param {string} key @param {Record<string, string>} [places] */
  say(key, places = {}) {
    const text = this.texts[key] ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
  }

  /** @param {string} key @param {number} count */
  count(key, count) {
    const form = `${key}.${this.plural.select(count)}`;
    return this.say(form in this.texts ? form : `${key}.other`, { count: this.number.format(count) });
  }

  /** @param {string} status As the books call it: "not attempted", "not_attempted" … */
  status(status) {
    return this.say(`status.${status.replace(" ", "_")}`) || this.say("status.unknown");
  }

  /** Why something cannot be opened; empty for a code without words. @param {string} code */
  reason(code) {
    return this.say(`reason.${code}`);
  }

  /** @param {string} code @param {string} [reason] */
  problem(code, reason = "") {
    const named = `problem.${SPOKEN[`${code} ${reason}`] ?? SPOKEN[code] ?? code}`;
    const key = `${named}.title` in this.texts ? named : "problem.UNKNOWN";
    return {
      title: this.say(`${key}.title`),
      text: this.say(`${key}.text`),
      advice: this.say(`${key}.advice`),
      waits: /NETWORK|BUSY/.test(key),
    };
  }
}
