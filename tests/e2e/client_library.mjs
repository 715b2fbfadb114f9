/** Plays a customer's program with the JavaScript client; prints what it saw as JSON. */
import { openAsBlob } from "node:fs";
import { Lectern } from "../../clients/javascript/client.js";

const [baseUrl = "", apiKey = "", path = ""] = process.argv.slice(2);
const lectern = new Lectern({ baseUrl, apiKey });

/** The code and status of the refusal that must come. */
async function refused(promise) {
  try {
    await promise;
  } catch (problem) {
    return [problem.code, problem.status];
  }
  throw new Error("it was not refused");
}

const file = await openAsBlob(path);
const course = await lectern.upload(file, "three parts.zip", { uploaded_by: "js" });
const again = await lectern.uploadPackage(file, "again.zip", { package_id: course.package_id });
const launched = await lectern.launchPackage(course.package_id, { user_id: "js-1" });
await lectern.launchPackage(course.package_id, { user_id: "js-2" });

const users = [];
const pages = (page) => lectern.listSessions({ ...page, package_id: course.package_id });
for await (const session of lectern.every(pages)) users.push(session.user_id);

const changed = await lectern.changeSession(launched.session_id, (session) => {
  const raw = (session.score.raw ?? 0) + 1;
  return { score: { raw } };
});
const original = await lectern.downloadPackage(course.package_id, { revision: 1 });
const stranger = new Lectern({ baseUrl, apiKey: "scorm_live_unknown" });

const late = { version: 1, suspend_data: "late" };

const told = {
  users: users.sort(),
  downloaded: (await original.arrayBuffer()).byteLength,
  revision: again.current_revision,
  score: changed.session.score.raw,
  missing: await refused(lectern.readPackage(crypto.randomUUID())),
  stale: await refused(lectern.updateSession(launched.session_id, late)),
  stranger: await refused(stranger.listPackages()),
};
process.stdout.write(JSON.stringify(told));
