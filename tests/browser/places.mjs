// Where things are: the repository, the program under test, the browser, the documents.
import { createRequire } from 'node:module';
import { existsSync, readdirSync } from 'node:fs';
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

/** A document people really made: among the fixtures, or in the folder of large texts. */
export function documentOf(ending) {
	const fixtures = join(root, 'tests/fixtures/testimonies');
	const corpora = process.env.KITH_CORPORA;
	const known = { docx: 'testimonies/ca_docx/PCAT-0101-17012018.docx', pdf: 'testimonies/en_wsyd/ftf_transcript_mckelvey.pdf', vtt: 'testimonies/vtt_wai/en_do_no_harm.vtt' };
	const found = existsSync(fixtures) ? readdirSync(fixtures, { recursive: true }).filter((name) => name.endsWith(`.${ending}`)).sort()[0] : undefined;
	const path = found ? join(fixtures, found) : corpora && join(corpora, known[ending]);
	if (!path || !existsSync(path)) throw new Error(`no .${ending} in tests/fixtures/testimonies nor under KITH_CORPORA`);
	return path;
}
