// All packages, page by page; waits when it asks too often. Env: API_URL, API_KEY, ASK_AGAIN.
const { API_URL, API_KEY, ASK_AGAIN } = process.env;

class ApiError extends Error {}
let waits = 0;

async function get(path) {
  for (;;) {
    const response = await fetch(`${API_URL}${path}`, { headers: { "X-API-Key": API_KEY } });
    if (response.status === 429) {
      const reset = Number.parseInt(response.headers.get("X-RateLimit-Reset"), 10);
      waits += 1;
      await new Promise((done) => setTimeout(done, Math.max(0, reset * 1000 - Date.now()) + 100));
      continue;
    }
    if (!response.ok) {
      const error = await response.json();
      throw new ApiError(error.error.code);
    }
    return response.json();
  }
}

const found = [];
for (let page = 1; ; page += 1) {
  const data = await get(`/api/v1/packages?page=${page}&limit=100`);
  found.push(...data.packages.map((one) => one.id));
  if (data.packages.length < 100) break;
}
for (let again = 0; again < Number(ASK_AGAIN ?? 0); again += 1) await get("/api/v1/packages");

let missing = "";
try {
  await get("/api/v1/packages/pkg-404");
} catch (problem) {
  if (!(problem instanceof ApiError)) throw problem;
  missing = problem.message;
}
console.log(JSON.stringify({ found, missing, waits }));
