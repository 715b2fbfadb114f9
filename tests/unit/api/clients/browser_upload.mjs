// A page of an LMS: upload from the browser, then launch. Env: API_URL, API_KEY, TENANT_ID.
// usage: node browser_upload.mjs course.zip
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";

const { API_URL, API_KEY, TENANT_ID } = process.env;
const path = process.argv[2];
const file = await readFile(path);

async function post(url, body) {
  const response = await fetch(`${API_URL}${url}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

const ticket = await post("/api/v1/packages/upload-url", {
  tenant_id: TENANT_ID,
  uploaded_by: "user-123",
  filename: basename(path),
  file_size: file.length,
});
const put = await fetch(ticket.presigned_url, {
  method: "PUT",
  headers: ticket.required_put_headers,
  body: file,
});
if (!put.ok) throw new Error(`the upload was answered with ${put.status}`);

const processed = await post("/api/v1/packages/process", {
  tenant_id: TENANT_ID,
  uploaded_by: "user-123",
  storage_path: ticket.storage_path,
  original_filename: basename(path),
});
const packageId = processed.package.package_id;
const sessionId = randomUUID();
const launch = await post(`/api/v1/packages/${packageId}/launch`, {
  user_id: "user-123",
  session_id: sessionId,
});
if (!launch.launch_url) throw new Error("no launch_url");
console.log(JSON.stringify({ packageId, sessionId, launchUrl: launch.launch_url }));
