/** Spans of time as the two standards write them. */

const TIMESPAN = /^(\d+):(\d+):(\d+(?:\.\d+)?)$/;
const PERIOD =
  /^P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/;
const IN_TIMESPAN = [3_600, 60, 1];
const IN_PERIOD = [31_536_000, 2_592_000, 86_400, 3_600, 60, 1];

/** Seconds of either form, whichever standard it came by; 0 for anything else. @param {string} text */
export function secondsOf(text) {
  const colons = TIMESPAN.exec(text);
  const found = colons ?? PERIOD.exec(text);
  if (!found) return 0;
  const worth = colons ? IN_TIMESPAN : IN_PERIOD;
  const total = worth.reduce((sum, unit, at) => sum + unit * Number(found[at + 1] ?? 0), 0);
  return Number.isFinite(total) ? total : 0;
}

/** @param {number} seconds */
function split(seconds) {
  const hundredths = Math.round(Math.max(0, seconds) * 100);
  const whole = Math.floor(hundredths / 100);
  return {
    hours: Math.min(9_999, Math.floor(whole / 3_600)),
    minutes: Math.floor(whole / 60) % 60,
    seconds: whole % 60,
    hundredths: hundredths % 100,
  };
}

/** @param {number} number */
const twoDigits = (number) => String(number).padStart(2, "0");

/** A span as SCORM 1.2 writes it. @param {number} span */
export function timespanOf(span) {
  const { hours, minutes, seconds, hundredths } = split(span);
  const part = hundredths ? `.${twoDigits(hundredths)}` : "";
  return `${String(hours).padStart(4, "0")}:${twoDigits(minutes)}:${twoDigits(seconds)}${part}`;
}

/** A span as SCORM 2004 writes it. @param {number} span */
export function periodOf(span) {
  const { hours, minutes, seconds, hundredths } = split(span);
  const part = hundredths ? `.${twoDigits(hundredths)}` : "";
  return `PT${hours}H${minutes}M${seconds}${part}S`;
}
