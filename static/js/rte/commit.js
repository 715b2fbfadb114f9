/** The commit engine: brings every change of one launch to the server, whatever the network does. */

/** @import { Answer, Delivery, Flags, LaunchRecord, Listener, SaveState, Sent, Surroundings } from "./types.js" */
/** @import { CallLog } from "./calls.js" */
/** @import { Journal } from "./journal.js" */

import { Changes } from "./changes.js";
import { compose, Parting } from "./compose.js";
import { Pace } from "./pace.js";

const UNWELCOME = [400, 401, 413];

export class CommitEngine {
  changes = new Changes();
  /** Seconds spent in each activity of this launch. @type {() => Record<string, number>} */
  spent = () => ({});
  /** Why nothing may be written any more. @type {"" | "SUPERSEDED" | "GONE" | "REFUSED"} */
  stopped = "";
  launch = "";
  #began = "";
  /** @type {Journal | null} */
  journal = null;
  #seq = 0;
  #base = 0;
  #token = "";
  #renewAt = Infinity;
  #asked = false;
  #late = false;
  #leaving = false;
  #judged = -1; // What the server would grant is known for this revision.
  #parting = new Parting();
  /** @type {Sent | null} */
  #inFlight = null;
  #timed = "{}"; // The times that the server has.
  /** @type {(() => void)[]} */
  #waiters = [];

  /** @param {Surroundings} around @param {Listener} listener @param {CallLog} calls */
  constructor(around, listener, calls) {
    this.around = around;
    this.listener = listener;
    this.calls = calls;
    this.pace = new Pace(around, () => this.#flush());
  }

  /** @param {Delivery} delivery @param {Journal} journal */
  begin(delivery, journal) {
    [this.launch, this.journal] = [delivery.launch, journal];
    this.#began ||= this.around.date();
    this.#seq = Math.max(this.#seq, delivery.applied);
    this.#base = Math.max(this.#base, delivery.applied);
    this.#judged = this.changes.acked;
    this.renew(delivery.capability, delivery.capability_expires_in);
  }

  /** Takes up what an earlier launch left here. @param {LaunchRecord} record @param {Journal} journal */
  inherit({ note, entries }, journal) {
    [this.launch, this.#began, this.journal] = [note.launch, note.began, journal];
    [this.#late, this.#token] = [true, note.token];
    [this.#seq, this.#base] = [note.seq, note.base];
    this.spent = () => note.t;
    this.#timed = note.timed;
    for (const { sco, element, value, rev } of entries) this.changes.set(sco, element, value, rev);
    for (const sco of note.ended) this.changes.end(sco);
    if (this.#subject === null) void journal.drop();
    else this.#flush();
  }

  /** @param {string} sco @param {string} element @param {string} value */
  change(sco, element, value) {
    if (this.stopped) return;
    const rev = this.changes.set(sco, element, value);
    this.journal?.record({ sco, element, value, rev });
    if (this.#leaving) queueMicrotask(() => this.#part());
    else this.pace.written(element);
    this.#tell();
  }

  /** What Commit answers: true when the changes are safe here and this page may still write. */
  commit() {
    if (this.stopped) return false;
    if (this.#leaving) this.#part();
    else if (this.changes.pending > 0) this.pace.changed(true);
    return this.journal?.durable || !this.pace.doubtful;
  }

  /** @param {string} sco */
  terminate(sco) {
    if (this.stopped) return false;
    this.changes.end(sco);
    this.#remember();
    return this.commit();
  }

  /** The page may die at any moment from now on. @param {boolean} [forGood] */
  leave(forGood = false) {
    this.#leaving ||= forGood;
    this.#remember();
    this.journal?.reflect();
    this.#part();
  }

  /** @param {string} token @param {number} expiresIn Seconds. */
  renew(token, expiresIn) {
    this.#token = token;
    this.#asked = false;
    this.#renewAt = this.around.now() + expiresIn * 700;
    this.#remember();
    this.pace.retry();
  }

  /** Another page writes now; what is unsent here the server keeps beside the record. */
  supersede() {
    if (this.changes.pending) this.#part();
    this.#stop("SUPERSEDED");
  }

  /** Resolves when nothing is left to send, or nothing may be sent. @returns {Promise<void>} */
  settled() {
    if (this.stopped || (this.changes.pending === 0 && !this.#inFlight)) return Promise.resolve();
    if (this.changes.pending > 0) this.pace.changed(true);
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** Hears at once what the server would grant now, if that is not known. Never while a page is being
   * left. @param {string} sco */
  ask(sco) {
    const { rev, oldest } = this.changes;
    if (rev === this.#judged || this.stopped || this.#leaving || this.pace.failures) return;
    const sent = this.#compose(oldest ?? sco, Infinity, { asks: true });
    const answer = this.around.sendNow(sent.text);
    if (answer) this.#answered(sent, answer);
    else this.#failed();
    this.#judged = this.changes.acked;
  }

  /** Asks for a new capability in good time; an unanswered question is asked again. */
  keepFresh() {
    if (this.#late || this.stopped || this.#asked || this.around.now() < this.#renewAt) return;
    this.#asked = true;
    this.around.later(() => (this.#asked = false), 10_000);
    this.listener.capabilityNeeded();
  }

  /** Time passes although nothing changes: it is noted here, and told to the server if asked to. */
  keepTime(tell = false) {
    this.#remember();
    if (tell && this.pace.failures === 0) this.#flush();
  }

  /** What to send first; time alone is sent when the activity has no changes. */
  get #subject() {
    const spent = this.spent();
    const last = JSON.stringify(spent) === this.#timed ? null : Object.keys(spent).at(-1);
    return this.changes.oldest ?? last ?? null;
  }

  #flush() {
    const sco = this.#subject;
    if (this.stopped || this.#inFlight || sco === null) return;
    this.keepFresh();
    this.#inFlight = this.#compose(sco, Infinity, {});
    this.pace.started();
    void this.#deliver(this.#inFlight, false);
    this.#tell();
  }

  /** The last word of a page: what a keepalive request carries; the rest waits in the journal. */
  #part() {
    const sco = this.#subject;
    const wish = `${this.changes.rev} ${JSON.stringify(this.spent()).replace(/\.\d+/g, "")}`;
    const room = this.#parting.room(wish);
    if (this.stopped || this.#late || sco === null || room === 0) return;
    const sent = this.#compose(sco, room, { hidden: true });
    void this.#parting.say(wish, sent.text, this.#deliver(sent, true));
  }

  /** @param {Sent} sent @param {boolean} keepalive @returns {Promise<boolean>} Whether it was answered. */
  async #deliver(sent, keepalive) {
    const answer = await this.around.send(sent.text, keepalive).catch(() => null);
    if (!keepalive) this.pace.ended();
    if (!keepalive) this.#inFlight = null;
    if (answer) this.#answered(sent, answer);
    else this.#failed();
    return answer !== null;
  }

  /** @param {Sent} sent @param {Answer} answer */
  #answered(sent, { status, body }) {
    const code = body?.error?.code;
    if (this.stopped) return;
    if (status === 200) this.#acknowledged(sent, body ?? {});
    else if (status === 410) this.#stop("GONE");
    else if (code === "SUPERSEDED") this.#stop("SUPERSEDED");
    else if (this.#late && UNWELCOME.includes(status)) this.#stop("REFUSED");
    else if (status === 401) this.#unauthorized();
    else if (code === "RESYNC") this.#resync(body.error.details?.applied ?? 0);
    else this.#failed();
  }

  /** @param {Sent} sent @param {any} body */
  #acknowledged(sent, body) {
    this.calls.forget(sent.calls);
    if (body.token) this.renew(body.token, body.token_expires_in ?? 900);
    // The server knows numbers that this page does not: what was sent counts as an old copy there.
    const outrun = body.applied > this.#seq;
    this.#timed = sent.timed;
    if (outrun) this.#seq = body.applied;
    else if (!sent.partial) this.#settle(sent);
    this.#judged = -1;
    if (body.valid) this.listener.valid(body.valid);
    const more = this.changes.pending > 0;
    this.pace.succeeded(more, sent.partial || outrun || this.#waiters.length > 0);
    if (!more) this.#release();
    if (!more && this.#late) void this.journal?.drop();
    this.#tell();
  }

  /** @param {Sent} sent */
  #settle(sent) {
    this.#base = Math.max(this.#base, sent.seq);
    const { settled, ended } = this.changes.acknowledge(sent.sco, sent.rev);
    this.journal?.settle(sent.sco, settled);
    this.#remember();
    if (ended) this.listener.finished(sent.sco);
  }

  #failed() {
    if (this.stopped) return;
    // A last word that did not arrive about time alone is not worth another try.
    if (this.changes.pending > 0) this.pace.failed();
    else this.#release();
    this.#tell();
  }

  /** The server has less than it acknowledged: everything is sent once more. @param {number} applied */
  #resync(applied) {
    this.#base = applied;
    this.#seq = Math.max(this.#seq, applied);
    this.changes.spoil();
    this.#failed();
  }

  #unauthorized() {
    this.#renewAt = 0;
    this.keepFresh();
    this.#failed();
  }

  /** @param {"SUPERSEDED" | "GONE" | "REFUSED"} code */
  #stop(code) {
    if (this.stopped) return;
    this.stopped = code;
    this.pace.stop();
    // A late journal that is "superseded" is in the server's own log of orphans now.
    if (code === "GONE" || (code === "SUPERSEDED" && this.#late)) void this.journal?.drop();
    else this.#remember();
    this.#release();
    this.#tell();
    this.listener.stopped(code);
  }

  #release = () => this.#waiters.splice(0).forEach((resolve) => resolve());

  #tell() {
    const pending = this.changes.pending;
    this.listener.save(this.#state(pending), pending);
  }

  /** @param {number} pending @returns {SaveState} */
  #state(pending) {
    if (this.stopped) return "superseded";
    if (pending === 0) return "saved";
    return this.pace.failures > 0 ? "offline" : "saving";
  }

  #remember() {
    const { acked, ended } = this.changes;
    const [launch, began, token, timed] = [this.launch, this.#began, this.#token, this.#timed];
    const rest = { t: this.spent(), timed, ended, refused: this.stopped === "REFUSED" };
    this.journal?.note({ launch, began, token, seq: this.#seq, base: this.#base, acked, ...rest });
  }

  /** @param {string} sco @param {number} room @param {Flags} told @returns {Sent} */
  #compose(sco, room, told) {
    this.#seq += 1;
    this.#remember();
    /** @type {Flags} */
    const flags = { ...told, ...(this.#late && { late: true }) };
    if (this.changes.hasEnded(sco)) flags.terminate = true;
    const body = {
      ...{ v: /** @type {const} */ (1), token: this.#token, launch: this.launch },
      ...{ seq: this.#seq, base: this.#base, sco, patch: {}, t: this.spent(), flags },
      client_time: this.around.date(),
    };
    const composed = compose(body, this.changes.of(sco), this.calls.next(), room);
    const timed = JSON.stringify(body.t);
    return { ...composed, sco, seq: this.#seq, rev: this.changes.rev, timed };
  }
}
