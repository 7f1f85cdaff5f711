// After the build: the start script that Kit writes into index.html becomes a file, so that the server may say `script-src 'self'`
// and nothing more; and no template sets a style attribute, so that it may say `style-src 'self'`. The script finds its place by document.currentScript, which works for both.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const build = process.argv[2] ?? 'build';
const page = join(build, 'index.html');

/** @param {string} file @param {string} text */
function write(file, text) {
	writeFileSync(file, text);
	for (const ending of ['.br', '.gz']) rmSync(file + ending, { force: true });
	writeFileSync(`${file}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }));
	writeFileSync(`${file}.gz`, gzipSync(text, { level: constants.Z_BEST_COMPRESSION }));
}

const moved = readFileSync(page, 'utf8')
	.replace(/\s*<meta http-equiv="content-security-policy"[^>]*>/i, '')
	.replace(/<script>([\s\S]*?)<\/script>/g, (_, /** @type {string} */ script) => {
		const lines = script.split('\n').map((line) => line.replace(/^\t{4}/, ''));
		const text = `${lines.join('\n').trim()}\n`;
		const name = `_app/immutable/start-${createHash('sha256').update(text).digest('base64url').slice(0, 8)}.js`;
		write(join(build, name), text);
		return `<script src="/${name}"></script>`;
	});

const left = /<script(?![^>]*\ssrc=)[^>]*>|<style[\s>]|\son\w+=|\sstyle=/i.exec(moved);
if (left || !moved.includes('_app/immutable/start-')) {
	console.error(`index.html still carries ${left ? `"${left[0].trim()}"` : 'no start script'}: has Kit changed how it starts?`);
	process.exit(1);
}
write(page, moved);

const styled = readdirSync(join(build, '_app'), { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.js') && /<[^>]* style=\\?"/.test(readFileSync(join(build, '_app', file), 'utf8')));
if (styled.length) {
	console.error(`A style attribute stands in markup (use a class, or style:name={…}): ${styled.join(', ')}`);
	process.exit(1);
}
