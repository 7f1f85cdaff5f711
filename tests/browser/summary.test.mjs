// A learning summary, from its first word to a reader without an account; and a narrator who takes everything back, by whom it
// speaks no more. In the demonstration, in English and in Arabic, on each database. KITH_ALBUM=folder keeps pictures of the public page.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { stumbles } from './axe.mjs';
import * as bench from './bench.mjs';
import { databases, openBrowser, openDemo, telling, visit } from './house.mjs';
import * as life from './life.mjs';
import { root } from './places.mjs';
import * as told from './told.mjs';

const album = process.env.KITH_ALBUM;
if (album) mkdirSync(album, { recursive: true });

// What is written, by language. `goes` rests on the narrator who takes everything back, `stays` on another one.
const rita = { pseudonym: 'Rita (SYNTHETIC consent)', story: 'From Malta to Pendle Hill', passage: 'market garden which my husband bought', looksFor: 'market garden' };
const summaries = {
	en: {
		title: 'What people held on to',
		standfirst: 'People told us what helped them to go on.',
		purpose: 'We wanted to know what people keep when they have little, so that nobody takes it from them.',
		method: 'Two people coded every story. We know nothing of those who did not speak.',
		goes: {
			pseudonym: 'Lucille (SYNTHETIC consent)',
			story: 'Nothing to do but wait',
			passage: 'Her washing and sewing machines',
			looksFor: '"sewing machines"',
			claim: 'Whoever owns the tools of a trade keeps hope alive through lean months.',
			word: 'lean'
		},
		stays: { ...rita, claim: 'Growing vegetables for neighbours turns strangers into acquaintances.', word: 'vegetables' }
	},
	ar: {
		title: 'ما الذي تمسّك به الناس',
		standfirst: 'حكى لنا الناس ما أعانهم على الاستمرار.',
		purpose: 'أردنا أن نعرف ما يحمي الصغار حين يفقدون أهلهم، كي لا يبقى أحد وحيدًا.',
		method: 'رمّز شخصان كل قصة، ولا نعرف شيئًا عمّن لم يتكلم.',
		goes: {
			pseudonym: 'Narrator A (SYNTHETIC)',
			story: 'ماقزوي',
			passage: 'فانتقل للعيش مع خاله',
			looksFor: 'للعيش مع خاله',
			claim: 'بيت القريب لا يحمي اليتيم ما لم يسأل عنه أحد من الخارج.',
			word: 'اليتيم'
		},
		stays: { ...rita, claim: 'زراعة الخضار للجيران تحوّل الغرباء إلى معارف.', word: 'الخضار' }
	}
};

for (const database of databases)
	describe(`a learning summary, on ${database}`, { concurrency: 2 }, () => {
		let browser;
		before(async () => (browser = await openBrowser()));
		after(() => browser.close());
		for (const language of ['en', 'ar'])
			test(`is written, approved, read by everybody and falls silent, in ${language === 'ar' ? 'Arabic' : 'English'}`, { timeout: 900_000 }, async (t) => {
				const house = await openDemo(database);
				try {
					await fromFirstWordToLast(browser, house, { database, language, t });
				} finally {
					await house.close();
				}
			});
	});

async function fromFirstWordToLast(browser, house, { database, language, t }) {
	const summary = { ...summaries[language] };
	const everybody = [];
	/** Somebody at a browser of their own, for as long as `tell` takes or until the end. */
	async function somebody(who, how, tell) {
		const me = await visit(browser, house, how);
		everybody.push(me);
		await telling(`summary ${database} ${language} ${who}`, me, house, () => tell(me));
		return me;
	}
	const team = (who, tell) => somebody(who, {}, async (me) => (await comesIn(me, house, who, language), tell(me)));

	const lead = await team('lead', async (me) => {
		await areCoded(me, house, summary.goes);
		await areCoded(me, house, summary.stays);
	});
	const editor = await team('ed', async (me) => {
		summary.quoted = await quotesPassage(me, summary);
		await writes(me, summary, language);
		await me.button('summary.submit').click();
		await me.page.getByText(me.say('summary.state.in-review'), { exact: true }).waitFor();
	});
	await team('protector', async (me) => {
		await opensGates(me, summary);
		for (const gate of ['second-person', 'protection', 'approval']) await saysYes(me, gate);
	});
	await telling(`summary ${database} ${language} publishing`, editor, house, async () => {
		await opensGates(editor, summary);
		summary.address = await publishes(editor);
	});

	const words = publicWords(language);
	const reader = await somebody('reader', { width: 390, locale: language, scripts: false }, (me) => reads(me, house, summary, words));
	await somebody('axe', { width: 390, locale: language }, (me) => looksWell(me, summary, language, 'published'));
	await somebody('axe wide', { locale: language }, (me) => looksWell(me, summary, language, 'published'));

	summary.reader = lead;
	const before = await publicly(reader, house, summary);
	// What runs from right to left stands in a PDF as it is drawn: our reader of it finds the address, and words of English.
	for (const [name, said] of [['docx', summary.goes.claim], ['docx', summary.quoted], ['pdf', language === 'en' ? summary.goes.claim : summary.address]]) assert.ok(before[name].includes(said), `${name}: ${said}`);
	let code;
	await telling(`summary ${database} ${language} code`, lead, house, async () => (code = await makesReturnCode(lead, summary.goes.pseudonym)));
	await somebody('narrator', { width: 390 }, async (me) => {
		// Whoever looks a second after it is done is shown none of it.
		const { tapped, answered } = await takesEverythingBack(me, code, language, summary);
		let shown;
		let looks = 0;
		let began;
		do {
			began = Date.now();
			shown = stillShown(await publicly(reader, house, summary), summary, before);
			looks++;
		} while (shown.length && began - answered < 1000);
		assert.deepEqual(shown, []);
		t.diagnostic(`done ${answered - tapped} ms after the tap; at look ${looks} from then on nobody was shown any of it`);
		await me.heading('mine.erased-title').waitFor();
	});
	await telling(`summary ${database} ${language} reader again`, reader, house, () => readsWhatIsLeft(reader, summary, words));
	await somebody('axe again', { width: 390, locale: language }, (me) => looksWell(me, summary, language, 'withdrawn'));
	await somebody('axe again wide', { locale: language }, (me) => looksWell(me, summary, language, 'withdrawn'));
	for (const me of everybody) {
		life.nothingWentWrong(me);
		await me.context.close();
	}
}

async function comesIn(me, house, who, language) {
	await life.signIn(me, { email: `${who}@demo.example`, password: house.password });
	if (language !== 'en') {
		const kept = me.page.waitForResponse((response) => response.url().endsWith('/api/account'));
		await me.choose(language);
		await kept;
	}
	assert.equal(await me.page.evaluate(() => document.documentElement.lang), language);
	const { body } = await told.asking(house, me.context.request)('GET', '/session');
	me.home = `/p/${body.projects[0].id}`;
}

/** Somebody coded these words of a story, and search knows them. */
async function areCoded(me, house, { story, passage, looksFor }) {
	const lead = told.asking(house, me.context.request);
	const project = me.home.replace('/p/', '/projects/');
	const { id } = (await told.done(lead('GET', `${project}/testimonies`))).items.find(({ title }) => title.startsWith(story));
	const { text } = await told.done(lead('GET', `${project}/testimonies/${id}`));
	const at = [...text.slice(0, text.indexOf(passage))].length;
	const codings = await told.done(lead('GET', `${project}/testimonies/${id}/codings`));
	assert.ok(codings.some(({ start, end }) => start <= at && at < end), `${passage}: coded`);
	// The index is built while the service starts.
	while (!(await told.done(lead('GET', `${project}/search?q=${encodeURIComponent(looksFor)}`))).hits.length);
}

/** Finds the words in their story, draws the mouse over them, and quotes them for everybody. */
async function quotesPassage(me, { title, goes }) {
	const { page, say } = me;
	await me.go(`${me.home}/search`);
	await life.search(me, goes.looksFor);
	await page.locator('[data-hit]', { hasText: goes.passage }).locator('a[data-open]').click();
	await page.waitForURL(/\/t\/.*at=/);
	const paragraph = page.locator('article [data-words]', { hasText: goes.passage });
	await paragraph.evaluate((element) => element.scrollIntoView({ block: 'center' }));
	const all = (await paragraph.textContent()).split(/\s+/);
	const first = all.findIndex((_, i) => all.slice(i).join(' ').startsWith(goes.passage));
	const last = all.findIndex((word, i) => i > first && word.endsWith('.'));
	assert.ok(first >= 0 && last > first);
	await bench.drag(me, paragraph, first, last);
	await me.button('quote.this').click();
	await page.getByLabel(say('quote.way.quote-anonymously'), { exact: true }).check();
	await me.field('quote.whom').selectOption('public');
	await me.field('quote.where').fill(title);
	await me.button('quote.do').click();
	await page.getByText(say('quote.made'), { exact: true }).waitFor();
	return all.slice(first, last + 1).join(' ');
}

/** Begins with one page, fills it in, adds a quote and a figure, and looks at the gates. */
async function writes(me, summary, language) {
	const { page, say } = me;
	await page.getByRole('link', { name: say('nav.summaries'), exact: true }).first().click();
	await me.button('summaries.begin').click();
	await me.field('summary.title', {}, me.dialog()).fill(summary.title);
	await me.dialog().getByLabel(say('summary.template.page'), { exact: true }).check();
	const own = new Intl.DisplayNames([me.say.language], { type: 'language' }).of(language);
	await me.pick(me.field('summary.language', {}, me.dialog()), own, new RegExp(`^${own}`));
	await me.button('summary.begin-do').click();
	await page.waitForURL(/summaries\/[0-9a-f-]{36}/);
	await me.field('summary.standfirst').fill(summary.standfirst);
	await part(me, 'purpose').getByRole('textbox', { name: say('summary.text'), exact: true }).fill(summary.purpose);
	await part(me, 'method-and-limits').getByRole('textbox', { name: say('summary.text'), exact: true }).fill(summary.method);
	await states(me, part(me, 'learning-points'), summary.goes);
	await states(me, part(me, 'good-practices'), summary.stays);
	await part(me, 'policy-asks').getByRole('button', { name: say('summary.block-choices') }).click();
	await page.getByRole('menuitem', { name: say('summary.remove'), exact: true }).click();

	await adds(me, 'quotes', 'quote');
	const chosen = me.dialog().getByRole('listitem').filter({ hasText: summary.quoted });
	await chosen.getByRole('button', { name: say('summary.quote-use'), exact: true }).click();
	await part(me, 'quotes').locator('blockquote', { hasText: summary.quoted }).waitFor();
	await adds(me, 'coverage', 'figure');
	await adds(me, 'who-spoke', 'figure');
	for (const name of ['coverage', 'who-spoke']) await part(me, name).locator('table').waitFor();
	if (album) await page.screenshot({ path: join(album, `composer-${language}.png`) });

	await me.tab('summary.view.gates').click();
	for (const gate of ['evidence', 'disclosure']) await step(me, gate).getByText(say('summary.gate-passed'), { exact: true }).waitFor();
	assert.deepEqual(await stumbles(page), [], 'axe, the gates');
	if (album) await page.screenshot({ path: join(album, `gates-${language}.png`), fullPage: true });
}
const part = (me, name) => me.page.getByRole('region', { name: me.say(`summary.part.${name}`), exact: true });
async function adds(me, name, kind) {
	const label = me.say('summary.add-to', { part: me.say(`summary.part.${name}`) });
	await part(me, name).getByRole('button', { name: label, exact: true }).click();
	await me.page.getByRole('menuitem', { name: me.say(`summary.kind.${kind}`), exact: true }).click();
}
/** A sentence, the passage it rests on, and that somebody looked for other voices. */
async function states(me, where, { claim, looksFor, passage }) {
	const { page, say } = me;
	await where.getByRole('textbox', { name: say('summary.sentence'), exact: true }).fill(claim);
	const side = page.getByRole('complementary', { name: say('summary.side'), exact: true });
	await side.getByRole('textbox', { name: say('summary.find-label'), exact: true }).fill(looksFor);
	await side.getByRole('button', { name: say('search.go'), exact: true }).click();
	const found = side.getByRole('article').filter({ hasText: passage });
	await found.getByRole('button', { name: say('summary.stance.supports'), exact: true }).click();
	await found.getByText(say('summary.is-linked'), { exact: true }).waitFor();
	await where.getByLabel(say('summary.looked'), { exact: true }).check();
	await where.getByText(say('summary.rests-n', { n: 1 }), { exact: false }).waitFor();
}
const step = (me, gate) => me.page.locator('li.gate').filter({ has: me.page.getByRole('heading', { name: me.say(`summary.gate.${gate}`), exact: true }) });
async function opensGates(me, { title }) {
	await me.go(`${me.home}/summaries`);
	await me.page.getByRole('link', { name: title }).first().click();
	await me.tab('summary.view.gates').click();
}
async function saysYes(me, gate) {
	const { say } = me;
	await step(me, gate).getByRole('button', { name: say('summary.gate-sign'), exact: true }).click();
	await step(me, gate).getByRole('button', { name: say('summary.gate-sign'), exact: true }).waitFor({ state: 'detached' });
}
/** The second yes; then everybody may read it. Says where. */
async function publishes(me) {
	const { page, say } = me;
	await saysYes(me, 'approval');
	await me.button('summary.publish').click();
	await me.dialog().getByRole('button', { name: say('summary.publish-do'), exact: true }).click();
	await page.getByText(say('summary.published', { n: 1 }), { exact: true }).waitFor();
	const address = await me.field('summary.published-at').inputValue();
	return new URL(address).pathname;
}

/** The words of the pages that everybody reads. */
function publicWords(language) {
	const all = JSON.parse(readFileSync(join(root, `server/src/published/words/${language}.json`), 'utf8'));
	return (name) => all[name] ?? assert.fail(`there are no public words "${name}"`);
}
const shelfOf = ({ address }) => address.slice(0, address.lastIndexOf('/'));

/** From the first page to the last file, on a phone, without scripts. */
async function reads(me, house, summary, words) {
	const { page, context } = me;
	const kept = [];
	let weight = 0;
	const weighed = [];
	page.on('response', (response) => {
		response.headersArray().then((headers) => kept.push(...headers.filter(({ name }) => name.toLowerCase() === 'set-cookie')), () => undefined);
		weighed.push(response.request().sizes().then(({ responseBodySize, responseHeadersSize }) => (weight += responseBodySize + responseHeadersSize), () => undefined));
	});
	const fits = async () => assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
	await me.go('/read');
	await page.getByRole('heading', { level: 1, name: words('publishers'), exact: true }).waitFor();
	await fits();
	await page.getByRole('main').getByRole('link').first().tap();
	await page.waitForURL(house.address + shelfOf(summary));
	await fits();
	await page.getByText(summary.standfirst, { exact: true }).waitFor();
	await Promise.all(weighed);
	weight = 0;
	// What it weighs for somebody who comes here first: nothing was kept.
	await (await context.newCDPSession(page)).send('Network.clearBrowserCache');
	await page.getByRole('link', { name: summary.title, exact: true }).tap();
	await page.waitForURL(house.address + summary.address);
	await page.waitForLoadState('networkidle');
	await Promise.all(weighed);
	assert.ok(weight > 1000 && weight < 100_000, `the page weighs ${weight} bytes`);
	await fits();
	for (const { claim } of [summary.goes, summary.stays]) await page.locator('.claim', { hasText: claim }).waitFor();
	await page.locator('blockquote', { hasText: summary.quoted }).waitFor();
	for (const text of [summary.purpose, summary.method]) await page.getByText(text, { exact: true }).waitFor();
	assert.equal(await page.getByText(words('withdrawn')).count(), 0);

	const saved = page.waitForEvent('download');
	await page.getByRole('link', { name: words('figures-file'), exact: true }).tap();
	const file = await saved;
	assert.equal(file.suggestedFilename(), 'figures.csv');
	const [heads, ...lines] = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
	assert.equal(heads, 'figure,row,name,column,narrators');
	assert.ok(lines.length > 0 && lines.every((line) => /^"(coverage|roles)","[^"]+","[^"]+","[^"]+","[^"]*"$/.test(line)), lines.join('\n'));
	const asData = page.waitForResponse(`${house.address}${summary.address}/summary.json`);
	await page.getByRole('link', { name: words('data-file'), exact: true }).tap();
	const data = await (await asData).json();
	assert.deepEqual(Object.values(data.quotes).map((quote) => quote.words), [summary.quoted]);
	assert.deepEqual([data.version, data.reissued_at], [1, null]);
	await page.goBack();
	const feed = await page.getByRole('link', { name: words('feed'), exact: true }).getAttribute('href');
	const answer = await context.request.get(house.address + feed);
	assert.match(answer.headers()['content-type'], /^application\/atom\+xml/);
	assert.ok((await answer.text()).includes(`<title>${summary.title}</title>`));

	await page.getByRole('banner').getByRole('link').tap();
	for (const { word, claim } of [summary.goes, summary.stays]) {
		await page.getByLabel(words('search-label'), { exact: true }).fill(word);
		await page.getByRole('button', { name: words('search'), exact: true }).tap();
		await page.waitForURL((url) => url.searchParams.get('q') === word);
		// The sentence, with the word marked in it.
		await page.locator('p', { hasText: claim, has: page.locator('mark').getByText(word, { exact: true }) }).waitFor();
		await fits();
	}
	assert.deepEqual([await context.cookies(), kept], [[], []]);
}

/** Everything that everybody may ask for. */
async function publicly({ context }, house, { address, goes, stays, quoted, reader }) {
	const shelf = address.slice(0, address.lastIndexOf('/'));
	const asks = {
		page: address,
		v1: `${address}/v1`,
		data: `${address}/summary.json`,
		figures: `${address}/figures.csv`,
		shelf,
		feed: `${shelf}/feed.xml`,
		claim: `${shelf}?q=${encodeURIComponent(goes.word)}`,
		quote: `${shelf}?q=${encodeURIComponent(quoted.split(' ')[1])}`,
		other: `${shelf}?q=${encodeURIComponent(stays.word)}`
	};
	const read = async ([name, path]) => {
		const answer = await context.request.get(house.address + path);
		assert.equal(answer.status(), 200, path);
		return [name, await answer.text()];
	};
	/** What stands in a file, as our own reader of documents finds it, with single spaces. */
	const readFileOf = async ([name, path]) => {
		const file = await context.request.get(house.address + path);
		assert.equal(file.status(), 200, path);
		const project = reader.home.replace('/p/', '/api/projects/');
		const found = await reader.context.request.post(`${house.address}${project}/readings?file_name=summary.${name}`, { data: await file.body(), headers: { 'content-type': 'application/octet-stream', origin: house.address } });
		assert.equal(found.status(), 200, await found.text());
		return [name, (await found.json()).text.replaceAll(/\s+/g, ' ')];
	};
	const files = Object.entries({ pdf: `${address}/summary.pdf`, docx: `${address}/summary.docx` }).map(readFileOf);
	return Object.fromEntries(await Promise.all([...Object.entries(asks).map(read), ...files]));
}
const updated = (feed) => Date.parse(/<updated>([^<]+)/.exec(feed)[1]);
/** What is shown though it may not be, and what is missing though it stays. */
function stillShown(now, { goes, stays, quoted }, before) {
	const wrong = [];
	for (const [name, text] of Object.entries(now)) for (const said of [goes.claim, quoted]) if (text.includes(said)) wrong.push(`${name}: ${said}`);
	for (const name of ['claim', 'quote']) if (now[name].includes('<mark>')) wrong.push(`${name} is found`);
	for (const name of ['page', 'v1']) if (now[name].split('class="withdrawn"').length !== 3) wrong.push(`${name}: the two places are not marked`);
	for (const name of ['page', 'v1', 'data', 'docx']) if (!now[name].includes(stays.claim)) wrong.push(`${name}: ${stays.claim} is missing`);
	if (now.pdf === before.pdf) wrong.push('the PDF is as it was');
	if (!now.other.includes('<mark>')) wrong.push('what stays is not found');
	if (!(updated(now.feed) > updated(before.feed))) wrong.push('the feed does not say that it changed');
	return wrong;
}

async function makesReturnCode(me, pseudonym) {
	await me.go(`${me.home}/narrators`);
	await me.page.getByRole('link', { name: pseudonym, exact: true }).first().click();
	await me.button('return-code.make').click();
	const code = me.page.locator('.code strong');
	await code.waitFor();
	return (await code.textContent()).trim();
}
/** On a phone, with two taps. Says when the second was, and when the service said that it is done. */
async function takesEverythingBack(me, code, language, { title, quoted }) {
	const { page } = me;
	await me.go('/mine');
	await me.heading('mine.door-title').waitFor();
	await page.getByText(new Intl.DisplayNames([language], { type: 'language' }).of(language), { exact: true }).tap();
	await page.waitForFunction((chosen) => document.documentElement.lang === chosen, language);
	me.speaks(language);
	await me.field('mine.code').fill(code);
	await me.button('mine.open').tap();
	// Where their words are met.
	await page.getByRole('listitem').filter({ hasText: title }).filter({ hasText: quoted }).first().waitFor();
	await me.button('mine.erase').tap();
	await me.dialog().getByText(me.say('mine.erase-means')).waitFor();
	const done = page.waitForResponse((response) => response.request().method() !== 'GET');
	const tapped = Date.now();
	await me.button('mine.erase-verb', {}, me.dialog()).tap();
	assert.ok((await done).ok());
	return { tapped, answered: Date.now() };
}

/** The reader looks again. */
async function readsWhatIsLeft(me, summary, words) {
	const { page } = me;
	await me.go(summary.address);
	assert.equal(await page.locator('p.withdrawn', { hasText: words('withdrawn') }).count(), 2);
	await page.getByText(words('reissued-why')).waitFor();
	await page.locator('.claim', { hasText: summary.stays.claim }).waitFor();
	for (const said of [summary.goes.claim, summary.quoted]) assert.equal(await page.getByText(said).count(), 0);
	await me.go(shelfOf(summary));
	await page.getByLabel(words('search-label'), { exact: true }).fill(summary.goes.word);
	await page.getByRole('button', { name: words('search'), exact: true }).tap();
	await page.getByText(words('found-nothing'), { exact: true }).waitFor();
}

/** What people who cannot see well would stumble over, on every page that everybody reads. */
async function looksWell(me, summary, language, when) {
	const { page } = me;
	const shelf = shelfOf(summary);
	const places = { publishers: '/read', shelf, found: `${shelf}?q=${encodeURIComponent(summary.stays.word)}`, page: summary.address, compare: `${shelf}/compare`, v1: `${summary.address}/v1` };
	for (const [name, place] of Object.entries(places)) {
		await me.go(place);
		const { lang, dir } = await page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir }));
		assert.deepEqual([lang, dir], [language, language === 'ar' ? 'rtl' : 'ltr']);
		if (album) await page.screenshot({ path: join(album, `${name}-${when}-${lang}-${page.viewportSize().width}.png`), fullPage: true });
		assert.deepEqual(await stumbles(page), [], `axe, ${name}, ${when}`);
	}
	assert.deepEqual(await me.context.cookies(), []);
}
