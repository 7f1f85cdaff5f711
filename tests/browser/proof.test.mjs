// A notice in easy words and to be heard, and what proves a consent: written, recorded and kept by the team; read, heard and seen by
// the narrator on their phone. Told on each database.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { newId } from '../../web/src/lib/api/id.ts';
import { stumbles } from './axe.mjs';
import { databases, openBrowser, openHouse, telling, visit } from './house.mjs';
import * as life from './life.mjs';
import * as told from './told.mjs';

const whole = 'نحفظ قصتك عندنا، في مكان مقفل.\n\nيمكنك أن توقف ذلك في أي وقت.';
const easy = 'نحن نكتب قصتك.\n\nأنت تقول: توقف. ونحن نتوقف.';
const album = process.env.KITH_ALBUM;

for (const database of databases)
	describe(`easy words, sounds and proofs, on ${database}`, () => {
		let browser;
		before(async () => (browser = await openBrowser()));
		after(() => browser.close());
		test('what was explained is read and heard in easy words, and what proves the yes is kept and seen', { timeout: 300_000 }, async () => {
			const house = await openHouse(database);
			const me = await visit(browser, house);
			try {
				await telling(`proof ${database}`, me, house, () => heardAndProved(browser, house, me));
				life.nothingWentWrong(me);
			} finally {
				await me.context.close();
				await house.close();
			}
		});
	});

async function heardAndProved(browser, house, me) {
	const { page, say } = me;
	const team = await told.begin(house, me.context.request, 'Arriving in Zuid');
	await told.protects(team);
	const [narrator, notice] = [newId(), newId()];
	await told.done(team.lead('PUT', `${team.project}/narrators/${narrator}`, { pseudonym: 'أمينة', role: 'newcomer', attributes: { languages: ['ar'] } }));
	await told.done(team.lead('PUT', `${team.project}/notices/${notice}`, { publish: false, texts: [{ language: 'ar', title: 'كيف نحفظ قصتك', body: whole }] }));
	const home = `/p/${team.id}`;
	const shot = async (who, name) => album && (await who.page.screenshot({ path: join(album, `${name}.png`), fullPage: true }));
	const sound = { name: 'read-aloud.wav', mimeType: 'audio/wav', buffer: wav() };
	const group = (form, within = page) => within.getByRole('group', { name: new RegExp(`^${say(`notice.sound.${form}`)}`) });

	// The draft: easy words are written, both are heard.
	await me.go(`${home}/notices/${notice}`);
	await me.field('notice.easy').fill(easy);
	for (const form of ['whole', 'easy']) {
		await group(form).locator('input[type="file"]').setInputFiles(sound);
		await group(form).getByRole('button', { name: say('notice.sound.remove'), exact: true }).waitFor();
	}
	await group('whole').getByRole('button', { name: say('notice.listen') }).click();
	await plays(page);
	assert.deepEqual(await stumbles(page), []);
	await shot(me, 'notice-editor');
	// What is no sound is not taken.
	me.expectRefusal(422, `/api${team.project}/notices/`);
	me.expectRefusal(400, `/api${team.project}/notices/`);
	await group('easy').locator('input[type="file"]').setInputFiles({ name: 'x.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('<html>') });
	await page.getByText(say('notice.sound.unknown'), { exact: true }).waitFor();
	await me.tab('notice.see').click();
	await page.getByRole('button', { name: say('notice.easy'), exact: true }).click();
	await page.locator('article.notice', { hasText: easy.split('\n')[0] }).waitFor();
	await me.button('notice.publish').click();
	await me.dialog().getByRole('button', { name: say('notice.publish'), exact: true }).click();
	await page.waitForURL(`**${home}/notices`);
	await me.go(`${home}/notices/${notice}`);
	await page.locator('article.notice', { hasText: whole.split('\n')[0] }).waitFor();
	assert.equal(await page.locator('input[type="file"]').count(), 0);
	assert.deepEqual(await stumbles(page), []);
	await shot(me, 'notice-published');

	// Somebody may speak for them; the name is locked away at once.
	await me.go(`${home}/narrators/${narrator}`);
	await me.button('representative.add').click();
	await me.dialog().getByRole('button', { name: say('representative.keep'), exact: true }).click();
	await me.text('representative.role-missing').waitFor();
	await me.text('representative.name-missing').waitFor();
	await page.getByLabel(say('representative.role.guardian'), { exact: true }).check();
	await me.field('representative.name').fill('Samira Haddad');
	assert.deepEqual(await stumbles(page), []);
	await shot(me, 'representative-dialog');
	await me.dialog().getByRole('button', { name: say('representative.keep'), exact: true }).click();
	await me.dialog().waitFor({ state: 'detached' });
	assert.equal(await page.getByText('Samira Haddad').count(), 0);
	await page.getByRole('button', { name: say('representative.show') }).click();
	await page.getByText('Samira Haddad', { exact: true }).waitFor();

	// Asked in easy words, and heard: that is noted by itself, and can be said otherwise.
	await me.go(`${home}/narrators/${narrator}/consent`);
	const ways = (key) => page.getByLabel(say(`consent.asked.${key}`), { exact: true });
	await page.getByRole('button', { name: say('notice.easy'), exact: true }).click();
	await page.locator('article.notice', { hasText: easy.split('\n')[0] }).waitFor();
	await page.getByRole('button', { name: say('notice.listen') }).click();
	await plays(page);
	assert.ok(await ways('easy_read').isChecked());
	await page.waitForFunction((label) => [...document.querySelectorAll('label')].some((one) => one.textContent === label && one.control?.checked), say('consent.asked.listened'));
	await page.getByLabel(say('representative.which')).selectOption({ index: 1 });
	assert.deepEqual(await stumbles(page), []);
	await shot(me, 'consent-easy');
	await life.giveConsent(me, ['store', 'analyse']);
	await page.waitForURL(`**${home}/narrators/${narrator}`);

	// The recording of their yes is asked for while it is at hand.
	const invite = page.locator('.callout', { hasText: say('proof.invite-title.spoken-recorded') });
	await invite.waitFor();
	await page.getByText(say('representative.spoke', { role: say('representative.role.guardian') })).waitFor();
	for (const way of ['listened', 'easy_read']) await page.getByText(say(`consent.told.${way}`)).waitFor();
	assert.deepEqual(await stumbles(page), []);
	await shot(me, 'narrator-invite');
	await invite.locator('input[type="file"]').setInputFiles({ name: 'yes.wav', mimeType: 'audio/wav', buffer: wav() });
	await invite.waitFor({ state: 'detached' });
	const proofs = page.locator('.proofs');
	me.expectRefusal(422, `/api${team.project}/narrators/`);
	me.expectRefusal(400, `/api${team.project}/narrators/`);
	await proofs.locator('input[type="file"]').setInputFiles({ name: 'x.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>') });
	await page.getByText(say('proof.unknown'), { exact: true }).waitFor();
	await proofs.locator('input[type="file"]').setInputFiles({ name: 'form.png', mimeType: 'image/png', buffer: png(320, 200) });
	const opens = (kind) => proofs.getByRole('button', { name: about(say, 'proof.open', `proof.kind.${kind}`) });
	await opens('paper').click();
	await drawn(me);
	assert.deepEqual(await stumbles(page), []);
	await shot(me, 'proof-opened');
	await page.keyboard.press('Escape');
	await me.dialog().waitFor({ state: 'detached' });
	await opens('spoken').click();
	await me.dialog().locator('audio').waitFor();
	await page.keyboard.press('Escape');
	await me.dialog().waitFor({ state: 'detached' });
	await shot(me, 'narrator-proofs');

	// On the phone, in Arabic: the same, and theirs.
	const code = await told.returnCode(team.lead, team, narrator);
	const they = await visit(browser, house, { width: 390 });
	await telling('proof, the narrator', they, house, async () => {
		await they.go('/mine');
		await they.page.getByText('العربية', { exact: true }).tap();
		await they.page.waitForFunction(() => document.documentElement.lang === 'ar');
		they.speaks('ar');
		await they.field('mine.code').fill(code);
		await they.button('mine.open').tap();
		await they.heading('mine.proof').waitFor();
		await they.heading('mine.representatives').waitFor();
		assert.equal(await they.page.getByText('Samira Haddad').count(), 0);
		const part = they.page.locator('section', { has: they.page.locator('#proof') });
		await part.getByRole('button', { name: about(they.say, 'proof.open', 'proof.kind.paper') }).tap();
		await drawn(they);
		assert.deepEqual(await stumbles(they.page), []);
		await shot(they, 'proof-mine-opened-390-ar');
		await they.page.getByRole('button', { name: they.say('ui.close') }).tap();
		await they.dialog().waitFor({ state: 'detached' });
		await they.page.getByText(they.say('mine.told-before'), { exact: true }).tap();
		await they.page.getByRole('button', { name: they.say('notice.easy'), exact: true }).tap();
		await they.page.locator('article.notice', { hasText: easy.split('\n')[0] }).waitFor();
		await they.page.getByRole('button', { name: they.say('notice.listen') }).tap();
		await plays(they.page);
		assert.deepEqual(await stumbles(they.page), []);
		assert.equal(await they.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
		await shot(they, 'proof-mine-390-ar');
		life.nothingWentWrong(they);
	});
	await they.context.close();

	// Removed, once somebody is sure; and each deed stands in what was done.
	const remove = proofs.getByRole('button', { name: about(say, 'proof.remove', 'proof.kind.paper') });
	await remove.click();
	await me.dialog().getByRole('button', { name: say('proof.remove'), exact: true }).click();
	await remove.waitFor({ state: 'detached' });
	await page.getByRole('button', { name: say('representative.end') }).click();
	await me.dialog().getByRole('button', { name: say('representative.end'), exact: true }).click();
	await page.getByText(say('representative.ended').split('{')[0].trim()).waitFor();
	await me.go(`${home}/audit`);
	for (const act of ['evidence.kept', 'evidence.opened', 'evidence.removed', 'representative.named', 'representative.opened', 'representative.ended']) await page.getByText(say(`audit.act.${act}`)).first().waitFor();
	assert.deepEqual(await stumbles(page), []);
}

/** A button that says, to who cannot see, which one is meant. */
const about = (say, verb, thing) => new RegExp(`^${say(verb)}\\s*:\\s*${say(thing)}`);
/** The player is there, with something in it that sounds. */
const plays = (page) => page.waitForFunction(() => [...document.querySelectorAll('audio')].some((one) => one.src.startsWith('blob:') && one.duration > 0));
const drawn = (me) => me.page.waitForFunction(() => document.querySelector('[role="dialog"] img')?.naturalWidth > 0);

/** Half a second of a low tone. */
function wav(rate = 8000, seconds = 0.5) {
	const sound = Buffer.alloc(44 + rate * seconds);
	sound.write('RIFF', 0);
	sound.writeUInt32LE(sound.length - 8, 4);
	sound.write('WAVEfmt ', 8);
	for (const [at, value] of [[16, 16], [24, rate], [28, rate]]) sound.writeUInt32LE(value, at);
	for (const [at, value] of [[20, 1], [22, 1], [32, 1], [34, 8]]) sound.writeUInt16LE(value, at);
	sound.write('data', 36);
	sound.writeUInt32LE(rate * seconds, 40);
	for (let i = 44; i < sound.length; i++) sound[i] = 128 + Math.round(40 * Math.sin((i * 2 * Math.PI * 220) / rate));
	return sound;
}
/** A sheet with lines on it, in grey. */
function png(width, height) {
	const rows = Buffer.alloc((width + 1) * height, 0xf4);
	for (let y = 0; y < height; y++) {
		rows[y * (width + 1)] = 0;
		if (y % 24 > 20) rows.fill(0x60, y * (width + 1) + 20, y * (width + 1) + width - 20);
	}
	const table = Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }).reduce((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n) >>> 0);
	const piece = (name, content) => {
		const body = Buffer.concat([Buffer.from(name), content]);
		const sum = body.reduce((c, byte) => table[(c ^ byte) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff;
		const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
		length.writeUInt32BE(content.length);
		check.writeUInt32BE(sum >>> 0);
		return Buffer.concat([length, body, check]);
	};
	const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), piece('IHDR', head), piece('IDAT', deflateSync(rows)), piece('IEND', Buffer.alloc(0))]);
}
