// Where things are: the repository, the program under test, the browser, the documents.
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const web = join(root, 'web');
/** Packages are those of the web. */
export const need = createRequire(join(web, 'package.json'));
export const kith = process.env.KITH_PROGRAM ?? resolve(root, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/kith');
export const chromium = process.env.KITH_CHROMIUM ?? '/usr/bin/chromium';
export const language = process.env.KITH_TEST_LANGUAGE ?? 'en';
export const database = process.env.KITH_TEST_DATABASE;

export const folder = (name) => mkdtemp(join(tmpdir(), `kith-${name}.`));

const fixtures = join(root, 'tests/fixtures/testimonies');
/** Something people really told, and its language: a file of this kind among the fixtures. */
export function documentOf(ending) {
	const rows = readFileSync(join(fixtures, 'manifest.csv'), 'utf8').split('\n').map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((field) => field[1]));
	const row = rows.find(([file]) => file.endsWith(`.${ending}`));
	if (!row) throw new Error(`there is no .${ending} in ${fixtures}`);
	return { path: join(fixtures, row[0]), tongue: row[rows[0].indexOf('language')] };
}

/** An interview that was typed out and kept as PDF/A, where there is a folder of large texts: it names a home address, and so it is no fixture. */
export function interviewAsPdf() {
	const corpora = process.env.KITH_CORPORA;
	const path = corpora && join(corpora, 'testimonies/en_wsyd/ftf_transcript_turner.pdf');
	return path && existsSync(path) ? { path, tongue: 'en' } : undefined;
}
