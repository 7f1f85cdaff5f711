// Small documents made for a test.
import { crc32 } from 'node:zlib';

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A DOCX with these paragraphs. */
export function docx(paragraphs) {
	const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
	return zip({
		'[Content_Types].xml': `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		'_rels/.rels': `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		'word/document.xml': `${xml}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs.map((text) => `<w:p><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`).join('')}</w:body></w:document>`
	});
}
/** Captions: `[speaker, words]`, three seconds each. */
export function vtt(lines) {
	const at = (s) => `00:${String(Math.floor(s / 60)).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}.000`;
	return Buffer.from(`WEBVTT\n\n${lines.map(([speaker, words], i) => `${at(i * 3)} --> ${at(i * 3 + 3)}\n${speaker ? `<v ${escaped(speaker)}>` : ''}${escaped(words)}\n`).join('\n')}`);
}
/** A zip archive, stored without being pressed together. */
function zip(files) {
	const parts = [];
	const directory = [];
	let at = 0;
	for (const [name, text] of Object.entries(files)) {
		const [title, data] = [Buffer.from(name), Buffer.from(text)];
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0);
		common.writeUInt32LE(crc32(data), 10);
		common.writeUInt32LE(data.length, 14);
		common.writeUInt32LE(data.length, 18);
		common.writeUInt16LE(title.length, 22);
		const place = Buffer.alloc(14);
		place.writeUInt32LE(at, 10);
		directory.push(Buffer.from('504b01021400', 'hex'), common, place, title);
		const local = [Buffer.from('504b0304', 'hex'), common, title, data];
		parts.push(...local);
		at += local.reduce((n, part) => n + part.length, 0);
	}
	const list = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(Object.keys(files).length, 8);
	end.writeUInt16LE(Object.keys(files).length, 10);
	end.writeUInt32LE(list.length, 12);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...parts, list, end]);
}
/** A conversation to code, long enough to scroll in. */
export const conversation = () =>
	vtt(
		Array.from({ length: 24 }, (_, i) => [
			['Interviewer', 'What changed for you when the letter came from the housing office?'],
			['Amber', 'The neighbour on the third floor knocked and asked whether we needed a lamp. After that we drank coffee every Sunday.']
		]).flat()
	);
/** A PDF of a text, as a browser prints it. */
export async function pdf(browser, text) {
	const page = await browser.newPage();
	await page.setContent(`<meta charset="utf-8"><body style="font: 12pt serif">${text.split('\n').map((line) => `<p>${escaped(line)}</p>`).join('')}`);
	const printed = await page.pdf({ format: 'A4' });
	await page.close();
	return printed;
}
