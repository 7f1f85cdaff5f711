// A narrator asks for what is their right. It is written down with its day, waits, takes longer, what is held is handed over, and it is
// settled; another is refused, and only on a ground. On a phone in another language, and at a desk. Told on each database.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newId } from '../../web/src/lib/api/id.ts';
import { stumbles } from './axe.mjs';
import { databases, openBrowser, openHouse, telling, visit } from './house.mjs';
import * as life from './life.mjs';
import * as told from './told.mjs';

const password = life.account.password;
const album = process.env.KITH_ALBUM;
if (album) mkdirSync(album, { recursive: true });

for (const database of databases)
	describe(`what is a narrator's right, on ${database}`, { concurrency: 2 }, () => {
		let browser;
		before(async () => (browser = await openBrowser()));
		after(() => browser.close());
		const story = (name, tell) =>
			test(name, { timeout: 240_000 }, async () => {
				const house = await openHouse(database);
				try {
					await tell(browser, house, (who, deed) => telling(`rights ${database} ${name}`, who, house, deed));
				} finally {
					await house.close();
				}
			});
		story('a request is written down, waits, takes longer, what is held is handed over, and it is settled', access);
		story('another is late, and refused only on a ground, by whoever leads', refusal);
	});

const words = 'عمّي يسأل عني في كل مكان.';
async function team(browser, house) {
	const { request } = await browser.newContext();
	const found = await told.begin(house, request, 'Arriving in Zuid');
	const narrator = await told.welcomes(found.lead, found, { pseudonym: 'أمينة', language: 'ar', allows: { store: 'team', analyse: 'team' } });
	await told.tells(found.lead, found, narrator, { title: 'المصباح على الدرج', language: 'ar', paragraphs: ['وصلنا في مارس ومعنا حقيبتان.', words] });
	return { ...found, narrator, home: `/p/${found.id}` };
}
/** Ada, in the language of her account. */
async function comes(browser, house, options, [who, language] = []) {
	if (who) await told.done(who('PATCH', '/account', { language }));
	const me = await visit(browser, house, options);
	await me.go('/sign-in');
	await life.signIn(me, { email: 'ada@example.org', password });
	if (who) me.speaks(language);
	return me;
}
async function leaves(me) {
	life.nothingWentWrong(me);
	await me.context.close();
}
/** Nothing for axe to find, nothing wider than the window; and a picture, where somebody wants one. */
async function look({ page }, name) {
	if (album) await page.screenshot({ path: join(album, `rights-${name}.png`), fullPage: true });
	assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'wider than the window');
	assert.deepEqual(await stumbles(page), []);
}
const dayFrom = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const sayDay = (day, locale = 'en-GB') => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));
/** A moment is told in the day of whoever reads: late in the evening that is tomorrow's in UTC. */
const sayToday = () => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/Amsterdam' }).format(new Date());
const verb = (me, key) => me.page.getByRole('button', { name: new RegExp(`^${me.say(key)}`) });
const one = async (who, project) => (await told.done(who('GET', `${project}/requests`)))[0];

async function access(browser, house, as) {
	const found = await team(browser, house);
	const { lead, project, narrator, home } = found;
	await told.protects(found);
	await told.done(lead('PUT', `${project}/narrators/${narrator}/names`, { name: 'Amina Haddad' }));
	const phone = await comes(browser, house, { width: 390 }, [lead, 'ar']);
	await as(phone, async () => {
		const { page, say } = phone;
		// Nothing was asked for yet: it leads to where it is written down.
		await phone.go(`${home}/requests`);
		await phone.heading('rights.none-title').waitFor();
		await look(phone, 'none-ar-390');
		await phone.go(`${home}/narrators/${narrator}#requests`);
		await phone.heading('rights.title').waitFor();
		assert.equal(await page.evaluate(() => document.activeElement?.id), 'requests');
		await phone.button('rights.add').click();
		await phone.dialog().waitFor();
		const day = phone.field('rights.on');
		assert.equal(await day.inputValue(), dayFrom(0));
		await phone.button('rights.add-do').click();
		await phone.dialog().getByText(say('rights.which-missing')).waitFor();
		await phone.dialog().getByLabel(say('rights.right.access'), { exact: true }).check();
		await day.fill(dayFrom(1));
		await phone.dialog().getByText(say('rights.on-late')).waitFor();
		await phone.button('rights.add-do').click();
		assert.ok(await day.evaluate((it) => it === document.activeElement), 'the day is where one goes on');
		await day.fill(dayFrom(-5));
		await phone.dialog().getByRole('status').waitFor();
		await look(phone, 'write-ar-390');
		await phone.button('rights.add-do').click();
		await phone.dialog().waitFor({ state: 'detached' });
		const card = page.locator('section', { has: page.locator('#requests') });
		await card.getByText(say('rights.right.access'), { exact: true }).waitFor();
		await card.getByText(say('waiting.due', { date: sayDay((await one(lead, project)).due_on, 'ar') })).waitFor();
		await look(phone, 'narrator-ar-390');
		await leaves(phone);
	});
	await told.done(lead('PATCH', '/account', { language: 'en' }));
	const desk = await comes(browser, house);
	await as(desk, async () => {
		const { page, say } = desk;
		await desk.go(`${home}/waiting`);
		await desk.heading('waiting.requests').waitFor();
		const { due_on } = await one(lead, project);
		await page.getByText(say('waiting.due', { date: sayDay(due_on) }), { exact: true }).waitFor();
		await look(desk, 'waiting-en');
		await verb(desk, 'waiting.requests-do').or(page.getByRole('link', { name: new RegExp(`^${say('waiting.requests-do')}`) })).click();
		await desk.heading('rights.open').waitFor();
		const request = page.locator('li[id^="request-"]');
		await request.getByRole('link', { name: 'أمينة', exact: true }).waitFor();
		await request.getByText(say('rights.do.access')).waitFor();
		await look(desk, 'open-en');
		// It takes longer: they are told why, and it is said until when.
		await verb(desk, 'rights.longer').click();
		await desk.dialog().getByText(sayDay(due_on)).waitFor();
		await look(desk, 'longer-en');
		await desk.button('withdraw.stay', {}, desk.dialog()).click();
		await desk.dialog().waitFor({ state: 'detached' });
		assert.equal((await one(lead, project)).extended, false);
		await verb(desk, 'rights.longer').click();
		await desk.button('rights.longer-verb', {}, desk.dialog()).click();
		await request.getByText(new RegExp(say('rights.extended'))).waitFor();
		assert.ok((await one(lead, project)).due_on > dayFrom(80));
		assert.equal(await verb(desk, 'rights.longer').count(), 0);
		await page.waitForFunction(() => document.activeElement?.id.startsWith('request-'));
		// What is held of them is handed over, from where the request leads.
		await request.getByRole('link', { name: new RegExp(`^${say('rights.pack')}`) }).click();
		await desk.heading('rights.pack-title').waitFor();
		await page.waitForFunction(() => document.activeElement?.id === 'hand-over');
		const taken = page.waitForEvent('download');
		await desk.button('rights.pack').click();
		const file = await taken;
		assert.match(file.suggestedFilename(), /^what-is-held-\d{4}-\d\d-\d\d\.json$/);
		const text = await readFile(await file.path(), 'utf8');
		const held = JSON.parse(text);
		assert.deepEqual([held.pseudonym, held.names.name, held.requests[0].right], ['أمينة', 'Amina Haddad', 'access']);
		assert.ok(!text.includes(words), 'no words of a story');
		await desk.text('rights.packed').waitFor();
		await look(desk, 'narrator-en');
		// And it is settled, by key alone.
		await desk.go(`${home}/requests`);
		await verb(desk, 'rights.settle').focus();
		await page.keyboard.press('Enter');
		await desk.dialog().waitFor();
		await desk.button('rights.settle', {}, desk.dialog()).click();
		await desk.dialog().getByText(say('rights.outcome-missing')).waitFor();
		await page.keyboard.press('Space');
		await desk.field('rights.note').fill('Given on paper, at the kitchen table.');
		await look(desk, 'settle-en');
		await desk.button('rights.settle', {}, desk.dialog()).click();
		await desk.text('rights.none-open').waitFor();
		await page.waitForFunction(() => document.activeElement?.id === 'requests-open');
		await page.getByText(say('rights.settled-n', { n: 1 }), { exact: true }).click();
		await page.getByText('Given on paper, at the kitchen table.').waitFor();
		await request.getByText(say('rights.done-on', { date: sayToday() })).waitFor();
		await look(desk, 'settled-en');
		await desk.go(`${home}/waiting`);
		await desk.heading('waiting.nothing-title').waitFor();
		// Each of it is noted, also that the vault was opened; what was written is not.
		await desk.go(`${home}/audit`);
		for (const act of ['request.received', 'request.extended', 'request.settled', 'vault.opened']) await page.getByText(new RegExp(say(`audit.act.${act}`))).first().waitFor();
		assert.equal(await page.getByText('kitchen table').count(), 0);
		await leaves(desk);
	});
}

async function refusal(browser, house, as) {
	const { lead, project, narrator, home } = await team(browser, house);
	// It came long ago, and nobody answered.
	await told.done(lead('PUT', `${project}/narrators/${narrator}/requests/${newId()}`, { right: 'erasure', received_on: dayFrom(-40) }));
	const phone = await comes(browser, house, { width: 390 });
	await as(phone, async () => {
		const { page, say } = phone;
		// Found by its name alone: it stands under "more" on a phone.
		await phone.go(home);
		await phone.button('nav.more').click();
		await phone.link('nav.requests').click();
		await phone.heading('rights.open').waitFor();
		const { due_on } = await one(lead, project);
		await page.getByText(say('waiting.overdue', { date: sayDay(due_on) })).waitFor();
		// Erasing is not for whoever leads, and they read so.
		await page.getByText(say('rights.by-protector')).waitFor();
		assert.equal(await page.getByRole('link', { name: new RegExp(`^${say('rights.to-erase')}`) }).count(), 0);
		await look(phone, 'late-en-390');
		// What is late does not become early by a press: they must have been told in time.
		await verb(phone, 'rights.longer').click();
		await phone.button('rights.longer-late-verb', {}, phone.dialog()).waitFor();
		await phone.dialog().getByText(sayDay(due_on)).waitFor();
		await look(phone, 'longer-late-en-390');
		await phone.button('withdraw.stay', {}, phone.dialog()).click();
		await phone.dialog().waitFor({ state: 'detached' });
		await verb(phone, 'rights.settle').click();
		await phone.dialog().getByLabel(say('rights.outcome.refused'), { exact: true }).check();
		await phone.dialog().getByText(say('rights.refused-caution')).waitFor();
		await phone.button('rights.settle', {}, phone.dialog()).click();
		await phone.dialog().getByText(say('rights.ground-missing')).waitFor();
		const ground = phone.field('rights.ground');
		assert.ok(await ground.evaluate((it) => it === document.activeElement));
		assert.equal((await one(lead, project)).outcome ?? null, null);
		await look(phone, 'refuse-en-390');
		await ground.fill('ش'.repeat(2001));
		await phone.dialog().getByText(say('rights.too-long', { most: '2,000' })).waitFor();
		await ground.fill('يجب أن نحفظ الموافقة.\nسنمحوها بعد سنة.');
		await phone.button('rights.settle', {}, phone.dialog()).click();
		await phone.text('rights.none-open').waitFor();
		await page.getByText(say('rights.settled-n', { n: 1 }), { exact: true }).click();
		await page.getByText(say('rights.refused-on', { date: sayToday() })).waitFor();
		assert.equal(await page.locator('.ground').evaluate((it) => getComputedStyle(it).direction), 'rtl');
		await look(phone, 'refused-en-390');
		// The vault is not theirs to open.
		await phone.go(`${home}/narrators/${narrator}`);
		await phone.heading('rights.title').waitFor();
		assert.equal(await phone.button('rights.pack').count(), 0);
		await leaves(phone);
	});
}
