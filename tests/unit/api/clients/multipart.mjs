// A large file in parts. Env: API_URL, API_KEY, TENANT_ID. usage: node multipart.mjs course.zip
import { open } from "node:fs/promises";
import { basename } from "node:path";

const { API_URL, API_KEY, TENANT_ID } = process.env;
const path = process.argv[2];

async function post(url, body) {
  const response = await fetch(`${API_URL}/api/v1/packages/${url}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

const { upload_id: uploadId, storage_path: storagePath, part_size: partSize } = await post(
  "multipart/init",
  { tenant_id: TENANT_ID, uploaded_by: "user-123", filename: basename(path) },
);

const file = await open(path);
const { size } = await file.stat();
const parts = [];
for (let number = 1; (number - 1) * partSize < size; number += 1) {
  const start = (number - 1) * partSize;
  const chunk = Buffer.alloc(Math.min(partSize, size - start));
  await file.read(chunk, 0, chunk.length, start);
  const { url } = await post("multipart/part-url", { upload_id: uploadId, part_number: number });
  const put = await fetch(url, {
    method: "PUT",
    headers: { "Content-Type": "application/zip" },
    body: chunk,
  });
  if (!put.ok) throw new Error(`part ${number}: ${put.status}`);
  parts.push({ part_number: number, etag: put.headers.get("ETag") });
}
await file.close();

await post("multipart/complete", { upload_id: uploadId, parts });
const processed = await post("process", {
  tenant_id: TENANT_ID,
  uploaded_by: "user-123",
  storage_path: storagePath,
  original_filename: basename(path),
});
console.log(JSON.stringify({ packageId: processed.package.package_id, parts: parts.length }));
