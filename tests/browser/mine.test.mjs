// A narrator comes back: with a code, on a phone, in their own language. They see, keep out, and take everything back; nothing
// of it stays on the phone. And whoever guesses codes learns nothing, slowly. Told on each database.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { stumbles } from './axe.mjs';
import { databases, openBrowser, openHouse, telling, visit } from './house.mjs';
import * as life from './life.mjs';
import * as told from './told.mjs';

const paragraphs = ['وصلنا إلى المدينة في مارس ومعنا حقيبتان.', 'طرقت الجارة بابنا وسألت إن كنا نحتاج إلى مصباح.', 'بعدها شربنا القهوة معًا كل يوم أحد.'];
const report = 'Arriving, a report of 2026';
const allows = { store: 'team', analyse: 'team', 'quote-anonymously': 'public' };

for (const database of databases)
	describe(`a narrator's own page, on ${database}`, { concurrency: 2 }, () => {
		let browser;
		before(async () => (browser = await openBrowser()));
		after(() => browser.close());
		const at = (name, width, language, tell) =>
			test(name, { timeout: 240_000 }, async () => {
				const house = await openHouse(database);
				const me = await visit(browser, house, { width });
				try {
					await telling(`mine ${database} ${name}`, me, house, () => tell(browser, house, me, language));
					life.nothingWentWrong(me);
				} finally {
					await me.context.close();
					await house.close();
				}
			});
		at('what was told is seen, kept out and taken back, and nothing stays on the phone', 390, 'ar', takesItBack);
		at('a code that is wrong, made up or nearly right opens nothing, is answered alike, and slowly', 390, 'en', guesses);
		at('what is held goes on when its narrator says so, and what a protector erases is gone', 1280, 'nl', heldAndErased);
		at('what was understood wrongly is said in own words, what is said arrives, and a copy is theirs', 1280, 'ar', saysItThemselves);
	});

/** A team, a narrator with a story, a code. Somebody read it, somebody quotes from it. */
async function somethingWasTold(browser, house, request) {
	request ??= (await browser.newContext()).request;
	const team = await told.begin(house, request, 'Arriving in Zuid');
	const [collector, coder, editor] = [await told.joins(house, browser, team, 'Bo', ['collector']), await told.joins(house, browser, team, 'Cleo', ['coder']), await told.joins(house, browser, team, 'Dara', ['editor'])];
	const narrator = await told.welcomes(collector, team, { pseudonym: 'أمينة', language: 'ar', allows });
	const story = await told.tells(collector, team, narrator, { title: 'المصباح على الدرج', language: 'ar', paragraphs });
	const open = () => coder('GET', `${team.project}/testimonies/${story.testimony}`);
	await told.done(open());
	await told.quotes(editor, team, story, story.places[1], report);
	const code = await told.returnCode(collector, team, narrator);
	return { team, narrator, story, coder, code, open, quoted: () => told.done(editor('GET', `${team.project}/quotes`)) };
}

async function takesItBack(browser, house, me, language) {
	const { page } = me;
	const { code, open, quoted } = await somethingWasTold(browser, house);
	const addresses = [];
	let secret = '';
	page.on('request', (request) => {
		addresses.push(request.url());
		secret = request.headers()['kith-visit'] ?? secret;
	});
	/** Whether somebody who overheard the last visit could still use it. */
	const stillOpen = async () => (await fetch(`${house.address}/api/narrator`, { headers: { 'kith-visit': secret } })).status === 200;
	await countTaps(page);

	await atTheDoor(me, language);
	assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
	const clean = await leftBehind(me);
	const nothingIsLeft = async (where) => {
		assert.deepEqual(await stumbles(page), [], `axe, ${where}`);
		assert.deepEqual(await leftBehind(me), clean, `left behind ${where}`);
		assert.deepEqual(await me.context.cookies(), []);
		assert.equal(page.url(), `${house.address}/mine`);
		assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `wider than the phone ${where}`);
	};
	await nothingIsLeft('at the door');

	await type(me, code);
	await me.heading('mine.greeting', { name: 'أمينة' }).waitFor();
	// Every word, where it was used, for whom, and who has read it: by what they do, without a name.
	for (const words of paragraphs) await page.locator('.said', { hasText: words }).waitFor();
	const use = page.getByRole('listitem').filter({ hasText: report });
	await use.locator('blockquote', { hasText: paragraphs[1] }).waitFor();
	await use.getByText(me.say('mine.audience.public')).waitFor();
	await page.getByRole('listitem').filter({ hasText: me.say('mine.read.coder') }).waitFor();
	assert.equal(await page.getByText('Cleo').count(), 0);
	await nothingIsLeft('inside');

	// Not this one: two taps.
	const notThis = use.getByRole('button', { name: me.say('mine.not-this') });
	await notThis.scrollIntoViewIfNeeded();
	const before = await taps(page);
	await notThis.tap();
	await me.dialog().locator('blockquote', { hasText: paragraphs[1] }).waitFor();
	await nothingIsLeft('before a passage is kept out');
	await me.button('mine.keep-out-verb', {}, me.dialog()).tap();
	await use.getByText(me.say('mine.use-kept-out')).waitFor();
	assert.equal((await taps(page)) - before, 2);
	await me.dialog().waitFor({ state: 'detached' });
	await nothingIsLeft('after a passage was kept out');
	const read = await told.done(open());
	assert.ok(!JSON.stringify(read).includes(paragraphs[1]), 'the team reads it no more');
	assert.ok(JSON.stringify(read).includes(paragraphs[2]), 'the team reads the rest');
	assert.deepEqual(await quoted(), []);

	// Everything: two taps.
	const all = me.button('mine.erase');
	await all.scrollIntoViewIfNeeded();
	const then = await taps(page);
	await all.tap();
	await me.dialog().getByText(me.say('mine.erase-means')).waitFor();
	await nothingIsLeft('before everything is erased');
	await me.button('mine.erase-verb', {}, me.dialog()).tap();
	await me.heading('mine.erased-title').waitFor();
	assert.equal((await taps(page)) - then, 2);
	await me.dialog().waitFor({ state: 'detached' });
	await nothingIsLeft('after everything was erased');
	for (const words of [...paragraphs, report]) assert.equal(await page.getByText(words).count(), 0);
	assert.equal((await open()).status, 404);

	assert.ok(await stillOpen());
	const ended = page.waitForResponse((response) => response.request().method() === 'DELETE');
	await me.button('mine.done', {}, page.locator('main')).tap();
	await me.heading('mine.door-title').waitFor();
	assert.equal((await ended).status(), 204);
	assert.ok(!(await stillOpen()));
	await nothingIsLeft('when they have gone');
	// The code still says that it was done, and nothing else. It was never in an address.
	await type(me, code);
	await me.heading('mine.erased-title').waitFor();
	for (const words of [...paragraphs, report, 'أمينة']) assert.equal(await page.getByText(words).count(), 0);
	await nothingIsLeft('when they have come again');
	const digits = code.replaceAll(' ', '');
	assert.deepEqual(addresses.filter((address) => [digits, code, encodeURIComponent(code), secret].some((hidden) => address.includes(hidden))), []);
	// Somebody who only closes the page is gone as well.
	await atTheDoor(me, language);
	await type(me, code);
	await me.heading('mine.erased-title').waitFor();
	await page.goto('about:blank');
	while (await stillOpen());
}

async function guesses(browser, house, me, language) {
	const { page } = me;
	const { code } = await somethingWasTold(browser, house);
	const near = code.replace(/\d$/, (last) => String((Number(last) + 1) % 10));
	const any = () => Array.from({ length: 16 }, () => Math.floor(Math.random() * 10)).join('');
	me.expectRefusal(401, '/api/narrator/visits');
	me.expectRefusal(429, '/api/narrator/visits');
	await atTheDoor(me, language);

	/** What an answer says to somebody who compares: all of it but the time to wait. */
	const answers = { 401: new Set(), 429: new Set() };
	const heard = (status, headers, body) => {
		const { retry_after_seconds, ...said } = body;
		const names = [...headers].filter((name) => !['connection', 'keep-alive', 'date'].includes(name)).sort();
		assert.ok(answers[status], `${status} ${JSON.stringify(body)}`);
		answers[status].add(JSON.stringify([said, names]));
		return { status, wait: retry_after_seconds ?? 0 };
	};
	async function tries(typed) {
		const asks = () => fetch(`${house.address}/api/narrator/visits`, { method: 'POST', headers: { origin: house.address, 'content-type': 'application/json' }, body: JSON.stringify({ code: typed }) });
		// A connection that the service has just closed for being idle is no answer: then it is asked again.
		const answer = await asks().catch(asks);
		return heard(answer.status, answer.headers.keys(), await answer.json());
	}
	async function triesOnThePage(typed) {
		const answered = page.waitForResponse((response) => response.url().endsWith('/api/narrator/visits'));
		await type(me, typed);
		const answer = await answered;
		const body = await answer.json();
		return { ...heard(answer.status(), Object.keys(answer.headers()), body), shown: await page.getByRole('alert').innerText() };
	}

	// Ten times: on the page it is one and the same sentence, and the same answer for whoever asks without the page.
	const first = await triesOnThePage(any());
	const second = await triesOnThePage(near);
	assert.deepEqual(second, first);
	assert.equal(first.shown.trim(), me.say('problem.return-code.unknown'));
	assert.deepEqual(await stumbles(page), []);
	const rest = await Promise.all([any(), near, '4711', '', near, any(), `${near}7`, any()].map(tries));
	assert.deepEqual([...new Set(rest.map(({ status }) => status))], [401]);
	assert.equal(answers[401].size, 1, [...answers[401]].join('\n'));

	// From then on it takes time, with the right code too. One try every half minute is let in: not the one that comes next.
	let wait = 0;
	while (wait < 10) ({ wait } = await tries(near));
	const right = await triesOnThePage(code);
	assert.equal(right.status, 429);
	assert.equal(right.shown.trim(), me.say('problem.return-code.slow-down', { seconds: right.wait }));
	await page.locator('.wait', { hasText: /\p{Nd}/u }).waitFor();
	assert.equal(await me.button('mine.open').count(), 0);
	assert.deepEqual(await stumbles(page), []);

	// A thousand times.
	const many = await Promise.all(Array.from({ length: 1000 }, (_, i) => tries(i % 10 ? any() : near)));
	const refused = many.filter(({ status }) => status === 429);
	assert.ok(refused.length > 900, `${refused.length} were refused`);
	assert.ok(refused.every((one) => one.wait > 0));
	assert.deepEqual([answers[401].size, answers[429].size], [1, 1], [...answers[429]].join('\n'));
	await me.heading('mine.door-title').waitFor();
	for (const words of paragraphs) assert.equal(await page.getByText(words).count(), 0);
}

async function heldAndErased(browser, house, me, language) {
	const { page, say } = me;
	const { team, narrator, code, open, quoted } = await somethingWasTold(browser, house, me.context.request);
	await told.protects(team);
	const home = `/p/${team.id}`;

	// Held: nobody reads it.
	await me.go(`${home}/narrators/${narrator}`);
	await me.button('hold.open').click();
	await me.button('hold.verb').click();
	await me.text('hold.which-missing').waitFor();
	await me.dialog().getByLabel(say('purpose.analyse'), { exact: true }).check();
	await me.dialog().getByRole('status').filter({ hasText: say('purpose.short.quote-anonymously') }).waitFor();
	assert.deepEqual(await stumbles(page), []);
	await me.button('hold.verb').click();
	await me.heading('hold.stories-title').waitFor();
	assert.deepEqual(await stumbles(page), []);
	assert.equal((await open()).status, 404);
	assert.deepEqual(await quoted(), []);

	// The narrator lets it go on, with all that waits for it; and then for fewer people.
	const they = await visit(browser, house, { width: 390 });
	await telling('mine held, the narrator', they, house, async () => {
		await atTheDoor(they, language);
		await type(they, code);
		await they.heading('mine.greeting', { name: 'أمينة' }).waitFor();
		const goOn = they.page.getByRole('button', { name: they.say('mine.go-on') });
		assert.equal(await goOn.count(), 1);
		await goOn.tap();
		await they.dialog().getByText(they.say('purpose.short.quote-anonymously'), { exact: false }).waitFor();
		assert.deepEqual(await stumbles(they.page), []);
		await they.button('mine.go-on-verb').tap();
		await they.dialog().waitFor({ state: 'detached' });
		assert.equal(await goOn.count(), 0);
		await told.done(open());
		assert.equal((await quoted()).length, 1);
		const fewer = they.page.getByRole('button', { name: they.say('mine.narrow') });
		assert.equal(await fewer.count(), 1);
		await fewer.tap();
		const whom = they.dialog().getByRole('combobox', { name: they.say('mine.narrow-for') });
		assert.deepEqual(await whom.locator('option').allTextContents(), ['team', 'partners', 'funder', 'archive'].map((audience) => they.say(`mine.audience.${audience}`)));
		assert.deepEqual(await stumbles(they.page), []);
		await they.button('mine.narrow-verb').tap();
		await they.dialog().waitFor({ state: 'detached' });
		assert.equal(await fewer.count(), 0);
		await they.page.getByText(they.say('mine.audience.public')).and(they.page.locator('.given *')).waitFor({ state: 'detached' });
		assert.deepEqual(await quoted(), []);
		life.nothingWentWrong(they);
	});
	await they.context.close();

	// A protector erases: only with the name, and on a ground.
	await page.reload();
	await me.button('erase.open').click();
	await me.field('erase.type', { name: 'أمينة' }).fill('Amina');
	await me.button('erase.verb').click();
	await me.text('erase.type-missing', { name: 'أمينة' }).waitFor();
	await me.text('erase.ground-missing').waitFor();
	assert.deepEqual(await stumbles(page), []);
	await me.dialog().getByLabel(say('erase.ground.objected'), { exact: true }).check();
	await me.field('erase.type', { name: 'أمينة' }).fill(' أمينة');
	await me.button('erase.verb').click();
	await page.waitForURL(`**${home}/narrators`);
	await me.settled();
	assert.equal(await page.getByText('أمينة').count(), 0);
	assert.equal((await open()).status, 404);
	// What was done can be looked at, and is looked at again until it was seen that nothing is left.
	await me.go(`${home}/audit`);
	const row = page.getByRole('row').filter({ hasText: say('erase.ground.objected') });
	await row.getByText(say('audit.erased-nothing-left', { date: '' }).trim(), { exact: false }).waitFor();
	await me.settled();
	assert.deepEqual(await stumbles(page), []);
}

async function saysItThemselves(browser, house, me, language) {
	const { page, say } = me;
	const { team, narrator, story, coder, code } = await somethingWasTold(browser, house, me.context.request);
	await told.marks(coder, team, story, story.places[1], { before: 'لم نكن نعرف أحدًا', after: 'صار لنا جيران' });
	const tipping = async () => (await told.done(coder('GET', `${team.project}/testimonies/${story.testimony}/tipping-points`)))[0];
	const own = 'لم تكن الجارة، بل ابنتها.';
	const they = await visit(browser, house, { width: 390 });
	const enters = async () => {
		await atTheDoor(they, language);
		await type(they, code);
		await they.heading('mine.greeting', { name: 'أمينة' }).waitFor();
	};
	await telling('mine said, the narrator', they, house, async () => {
		await enters();
		await they.text('mine.review.not-asked').waitFor();
		await they.page.getByRole('button', { name: they.say('mine.reword') }).tap();
		await they.field('mine.reword-label').fill(own);
		await they.button('mine.reword-save').tap();
		await they.text('mine.review.reworded').waitFor();
		assert.deepEqual([(await tipping()).review, (await tipping()).own_words], ['reworded', own]);

		await they.page.getByText(they.say('mine.belong.partly'), { exact: true }).tap();
		await they.button('mine.belong-save').tap();
		await they.text('mine.belong-saved').waitFor();

		await they.page.getByText(they.say('mine.say.correction'), { exact: true }).tap();
		await they.field('mine.say-words').fill('كان الشهر نيسان.');
		await they.button('mine.send').tap();
		await they.text('mine.said-waiting').waitFor();

		// A passage kept out by its paragraph, and allowed again.
		await they.page.locator('.tools').first().getByRole('button').tap();
		await they.button('mine.keep-out-verb').tap();
		await they.text('mine.only-you').waitFor();
		assert.ok(!(await told.done(coder('GET', `${team.project}/testimonies/${story.testimony}`))).text.includes(paragraphs[0]));
		await they.page.getByRole('button', { name: they.say('mine.allow-again') }).tap();
		await they.text('mine.only-you').waitFor({ state: 'detached' });
		assert.ok((await told.done(coder('GET', `${team.project}/testimonies/${story.testimony}`))).text.includes(paragraphs[0]));

		const saved = they.page.waitForEvent('download');
		await they.button('mine.take-do').tap();
		const copy = await readFile(await (await saved).path(), 'utf8');
		for (const words of [...paragraphs, report, own]) assert.ok(copy.includes(words), words);
		assert.ok(!copy.includes(code) && !copy.includes('Cleo'));
		assert.deepEqual(await stumbles(they.page), []);
	});

	// It has arrived with the team, who say when it is answered.
	await me.go(`/p/${team.id}/narrators/${narrator}`);
	await page.getByText('كان الشهر نيسان.').waitFor();
	await me.button('said.mark').click();
	await page.getByText(say('said.waiting'), { exact: true }).waitFor({ state: 'detached' });
	await telling('mine said, the narrator again', they, house, async () => {
		await enters();
		await they.page.locator('.answered').waitFor();
		assert.ok(await they.page.getByLabel(they.say('mine.belong.partly'), { exact: true }).isChecked());
		life.nothingWentWrong(they);
	});
	await they.context.close();
}

async function atTheDoor(me, language) {
	const { page } = me;
	// No language is remembered here either.
	me.speaks('en');
	await me.go('/mine');
	await me.heading('mine.door-title').waitFor();
	await page.getByText(new Intl.DisplayNames([language], { type: 'language' }).of(language), { exact: true }).tap();
	await page.waitForFunction((chosen) => document.documentElement.lang === chosen, language);
	me.speaks(language);
	await me.settled();
}
async function type(me, code) {
	await me.field('mine.code').fill(code);
	await me.button('mine.open').tap();
}

/** Everything a page can leave on a device, and what of it is there. */
async function leftBehind(me) {
	return me.page.evaluate(async () => ({
		local: { ...localStorage },
		session: { ...sessionStorage },
		cookies: document.cookie,
		databases: (await indexedDB.databases()).map(({ name }) => name),
		caches: await caches.keys(),
		workers: (await navigator.serviceWorker?.getRegistrations())?.length ?? 0,
		name: window.name,
		address: location.href
	}));
}
/** Fingers are counted, not what the test believes it did. */
const countTaps = (page) =>
	page.addInitScript(() => {
		globalThis.taps = 0;
		document.addEventListener('pointerdown', (event) => event.isTrusted && globalThis.taps++, true);
	});
const taps = (page) => page.evaluate(() => globalThis.taps);
