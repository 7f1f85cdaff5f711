// Says whether src/lib/api/generated is what openapi.json asks for: generates anew into a folder of its own and compares.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const kept = 'src/lib/api/generated';
const fresh = join(mkdtempSync(join(tmpdir(), 'kith-client-')), 'generated');

/** @param {string} folder @returns {Map<string, string>} */
function read(folder) {
	const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
	return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

const made = spawnSync(process.execPath, ['node_modules/@hey-api/openapi-ts/bin/run.js'], { stdio: 'inherit', env: { ...process.env, KITH_CLIENT_FOLDER: fresh } });
if (made.status !== 0) process.exit(made.status ?? 1);
const [before, after] = [read(kept), read(fresh)];
rmSync(join(fresh, '..'), { recursive: true });
const differ = [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
if (differ.length) {
	console.error(`The client is not that of openapi.json; run \`make client\`, or \`npm run client\` here. Different: ${differ.join(', ')}`);
	process.exit(1);
}
