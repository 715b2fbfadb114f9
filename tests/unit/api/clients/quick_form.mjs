// The quick example: one form with the file. Env: API_URL, API_KEY. usage: node quick_form.mjs x.zip
import { readFile } from "node:fs/promises";

const form = new FormData();
form.append("file", new Blob([await readFile(process.argv[2])]), "course.zip");
form.append("uploaded_by", "user-123");

const response = await fetch(`${process.env.API_URL}/api/v1/packages`, {
  method: "POST",
  headers: { "X-API-Key": process.env.API_KEY },
  body: form,
});
if (!response.ok) {
  const error = await response.json();
  throw new Error(`${error.error.code}: ${error.error.message}`);
}
const { package_id: packageId, launch_url: launchUrl } = await response.json();
if (!packageId || !launchUrl) throw new Error("package_id or launch_url is missing");
console.log(JSON.stringify({ packageId, launchUrl }));
