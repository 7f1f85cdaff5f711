// Every page there is, with data in it, for people who cannot see, cannot see well or use a phone: nothing for axe to find, nothing
// wider than the window. In English and Arabic, on a desk and on a phone, some in the dark. KITH_ALBUM=folder keeps a picture of each.
import assert from 'node:assert/strict';
import { globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { stumbles } from './axe.mjs';
import * as bench from './bench.mjs';
import { conversation } from './documents.mjs';
import { openBrowser, openHouse, telling, visit } from './house.mjs';
import * as life from './life.mjs';
import { web } from './places.mjs';

const album = process.env.KITH_ALBUM;
if (album) mkdirSync(album, { recursive: true });
const narrator = 'Amber Willow';

describe('every page', { concurrency: 2 }, () => {
	let browser;
	before(async () => (browser = await openBrowser()));
	after(() => browser.close());
	for (const language of ['en', 'ar'])
		test(`in ${language === 'ar' ? 'Arabic' : 'English'}`, { timeout: 900_000 }, async (t) => {
			const house = await openHouse();
			try {
				await pages(browser, house, language, t);
			} finally {
				await house.close();
			}
		});
});

async function pages(browser, house, language, t) {
	const found = [];
	const seen = new Set();
	const desk = await visit(browser, house);
	let places;
	await telling(`pages ${language} making`, desk, house, async () => {
		await desk.page.goto(house.setup);
		await desk.heading('setup.title').waitFor();
		await look(desk, 'setup-token', '/setup/[token]');
		await desk.go('/setup');
		await desk.heading('setup.no-token-title').waitFor();
		await look(desk, 'setup', '/setup');
		places = await furnish(desk, house, language);
	});
	const storage = await desk.context.storageState();
	const phone = await visit(browser, house, { width: 390, language, storage });
	const night = await visit(browser, house, { dark: true, language, storage });
	for (const [name, place] of Object.entries(places.inside)) {
		await telling(`page ${language} ${name}`, desk, house, () => show(desk, name, place));
		await telling(`page ${language} ${name} phone`, phone, house, () => show(phone, `${name}-390`, place));
		if (['bench', 'search-found', 'project'].includes(name)) await telling(`page ${language} ${name} dark`, night, house, () => show(night, `${name}-dark`, place));
	}
	// Signed out: the doors.
	for (const me of [desk, phone]) {
		await me.context.clearCookies();
		for (const [name, place] of Object.entries(places.outside)) await telling(`page ${language} ${name}`, me, house, () => show(me, me === phone ? `${name}-390` : name, place));
	}
	for (const me of [desk, phone, night]) {
		life.nothingWentWrong(me);
		await me.context.close();
	}
	const routes = globSync('**/+page.svelte', { cwd: join(web, 'src/routes') }).map((file) => `/${file.replace(/\/?\+page\.svelte$/, '').replaceAll(/\([^)]*\)\/?/g, '')}`);
	assert.deepEqual(routes.filter((route) => !seen.has(route)), [], 'pages that nobody looked at');
	assert.deepEqual(found, []);
	t.diagnostic(`${seen.size} pages`);

	async function show(me, name, { path, ready, route, refused }) {
		if (refused) me.expectRefusal(...refused);
		await me.go(path);
		await me.settled();
		await ready?.(me);
		await look(me, name, route);
	}
	async function look(me, name, route) {
		await me.settled();
		if (route) seen.add(route);
		if (album) await me.page.screenshot({ path: join(album, `${name}-${language}.png`) });
		const { page } = me;
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		if (wide > 0) found.push(`${name}: ${wide} pixels wider than the window`);
		found.push(...(await stumbles(page)).map((result) => `${name}: ${result}`));
	}
}

/** Two people were feared for; one of it is settled. Whoever began the project protects narrators too from now on. */
async function fear({ page }, home, person) {
	const project = `/api${home.replace('/p/', '/projects/')}`;
	const concerns = `/api${person.replace('/p/', '/projects/')}/concerns`;
	const ids = [crypto.randomUUID(), crypto.randomUUID()];
	const asked = [
		...ids.map((id, i) => ['PUT', `${concerns}/${id}`, { words: ['Somebody waits for her outside the school.', 'يسأل عنها عمّها في كل مكان.\nلا تكتبوا اسم المدينة.'][i] }]),
		['POST', `${concerns}/${ids[0]}/settle`]
	];
	const answers = await page.evaluate(
		async ([project, asked]) => {
			const ask = (method, path, body) => fetch(path, { method, ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}) });
			const { account } = await (await ask('GET', '/api/session')).json();
			const answers = [await ask('PUT', `${project}/members/${account.id}`, { roles: ['lead', 'protector'] })];
			for (const one of asked) answers.push(await ask(...one));
			return answers.map(({ status }) => status);
		},
		[project, asked]
	);
	assert.deepEqual(answers.filter((status) => status >= 300), []);
}

/** Something was asked for long ago, something today, and something was refused. */
async function ask({ page }, person) {
	const requests = `/api${person.replace('/p/', '/projects/')}/requests`;
	const ids = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
	const dayBefore = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
	const asked = [
		['PUT', `${requests}/${ids[0]}`, { right: 'correction', received_on: dayBefore(40) }],
		['PUT', `${requests}/${ids[1]}`, { right: 'access', received_on: dayBefore(0) }],
		['PUT', `${requests}/${ids[2]}`, { right: 'erasure', received_on: dayBefore(20), extended: true }],
		['POST', `${requests}/${ids[2]}/settle`, { outcome: 'refused', ground: 'يجب أن نحفظ الموافقة سنة أخرى.' }]
	];
	const answers = await page.evaluate(async (asked) => {
		const answers = [];
		for (const [method, path, body] of asked) answers.push((await fetch(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).status);
		return answers;
	}, asked);
	assert.deepEqual(answers.filter((status) => status >= 300), []);
}

/** One call is being written, one is open and answered; something came of a summary that nobody reads yet. */
async function call({ page }, home, summary) {
	const project = `/api${home.replace('/p/', '/projects/')}`;
	const ids = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
	const draft = { title: 'ما الذي يفتح الشارع؟', called_by: 'صندوق الجسر', language: 'ar', questions: ['ماذا تغيّر؟'] };
	const open = {
		...{ title: 'What opens a street?', called_by: 'The Bridge Fund', language: 'en', purpose: 'We give anew next spring.', questions: ['What opened a street?', 'What did you stop doing?'] },
		...{ indicators: ['ioi.social-bridges', 'ioi.housing'], period_from: '2025-01-01', period_until: '2025-12-31', closes_on: '2099-04-30', grants: ['360G-bridge-17'], contact: 'learning@bridge.example' }
	};
	const asked = [
		['PUT', `${project}/calls/${ids[0]}`, draft],
		['PUT', `${project}/calls/${ids[1]}`, open],
		['POST', `${project}/calls/${ids[1]}/open`, {}],
		['PUT', `${project}/calls/${ids[1]}/answers/${summary.split('/').at(-1)}`, {}],
		['PUT', `${project}/responses/${ids[2]}`, { summary_id: summary.split('/').at(-1), words: 'The council pays for a table in every street now.', happened_on: '2026-02-20' }]
	];
	const answers = await page.evaluate(async (asked) => {
		const answers = [];
		for (const [method, path, body] of asked) answers.push((await fetch(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).status);
		return answers;
	}, asked);
	assert.deepEqual(answers.filter((status) => status >= 300), []);
}

/** A project with people, a story, codings, a turning point, an invitation; and where its pages are. */
async function furnish(me, house, language) {
	const { page } = me;
	await life.setUp(me, house, language);
	const home = await life.beginProject(me, 'Arriving in Zuid');
	await life.publishNotice(me, home);
	await life.welcome(me, home, narrator);
	await life.tellFromFile(me, { name: 'stairs.vtt', mimeType: 'text/vtt', buffer: conversation() }, { title: 'The lamp on the stairs' });
	await me.link('hand.open').click();
	await page.waitForURL(/\/t\//);
	const story = new URL(page.url()).pathname;
	const codes = await bench.openBench(me);
	for (let i = 0; i < 5; i++) {
		await bench.drag(me, await bench.paragraph(me, i), 0, 5 + 3 * i);
		await me.button('coding.code').click();
		await bench.takeCode(me, codes[i]);
		await bench.counts(me, i + 1);
	}
	await bench.drag(me, await bench.paragraph(me, 1), 1, 9);
	await page.keyboard.press('x');
	await bench.fillTippingPoint(me);
	await me.go(`${home}/members`);
	await me.button('members.invite').click();
	await me.field('members.invite-email').fill('bo@example.org');
	await me.dialog().getByRole('checkbox').first().check();
	await me.button('members.invite-do').click();
	const invitation = new URL(await me.dialog().locator('input[readonly]').inputValue()).pathname;
	await me.go(`${home}/narrators`);
	await page.getByRole('link', { name: narrator, exact: true }).first().click();
	await me.heading('narrator.their-stories').waitFor();
	const person = new URL(page.url()).pathname;
	const receipt = await me.link('receipt.open').first().getAttribute('href');
	await me.go(`${home}/summaries`);
	await me.button('summaries.begin-first').click();
	await me.dialog().getByLabel(me.say('summary.title'), { exact: true }).fill('What opened doors');
	await me.button('summary.begin-do').click();
	await page.waitForURL(/summaries\/[0-9a-f-]{36}/);
	const summary = new URL(page.url()).pathname;
	const handed = `${home}/exports/${crypto.randomUUID()}`;
	const made = await page.evaluate(
		async ([path, body]) => (await fetch(path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body })).status,
		[`/api${handed.replace('/p/', '/projects/')}`, JSON.stringify({ recipient: 'University', contact: 'x@example.org', purpose: 'quote-anonymously', audience: 'team' })]
	);
	assert.equal(made, 201);
	await fear(me, home, person);
	await ask(me, person);
	await call(me, home, summary);
	await me.go(`${home}/notices`);
	await page.getByRole('link', { name: 'How we keep your story' }).click();
	await page.waitForURL(/notices\/[0-9a-f-]{36}/);
	const notice = new URL(page.url()).pathname;
	const benchReady = async (me) => {
		await me.page.locator('article [data-words]').first().waitFor();
		await me.page.locator('[role="listbox"] [role="option"]').first().waitFor({ state: 'attached' });
	};
	/** By keyboard: the first words of the story, and the form that masks them. */
	const chooseWords = async (me) => {
		await me.page.locator('article [data-words]').first().waitFor();
		await me.page.locator('[data-cursor]').focus();
		await me.page.keyboard.press('Space');
		await me.page.keyboard.press('Enter');
		await me.button('ui.save').waitFor();
	};
	const inside = {
		home: { path: '/', route: '/' },
		'new-project': { path: '/projects/new', route: '/projects/new' },
		account: { path: '/account', route: '/account' },
		people: { path: '/people', route: '/people' },
		help: { path: '/help', route: '/help' },
		nowhere: { path: '/nowhere' },
		project: { path: home, route: '/p/[project]' },
		stories: { path: `${home}/testimonies`, route: '/p/[project]/testimonies' },
		'add-ask': { path: `${home}/testimonies/add`, route: '/p/[project]/testimonies/add', ready: (me) => me.button('collect.somebody-new').click() },
		'add-tell': { path: `${home}/testimonies/add?narrator=${person.split('/').at(-1)}&step=tell`, ready: (me) => me.field('tell.words').fill('We came in March, with two bags.') },
		import: { path: `${home}/testimonies/import`, route: '/p/[project]/testimonies/import', ready: (me) => me.page.locator('input[type="file"]').first().setInputFiles({ name: 'two.vtt', mimeType: 'text/vtt', buffer: conversation() }).then(() => me.page.getByRole('button', { name: me.say('import.look', { name: 'two.vtt' }) }).waitFor()) },
		collected: { path: story.replace('/t/', '/testimonies/collected/'), route: '/p/[project]/testimonies/collected/[testimony]' },
		together: { path: story.replace('/t/', '/testimonies/collected/') + '/together', route: '/p/[project]/testimonies/collected/[testimony]/together', ready: (me) => me.page.locator('[data-part] button').first().waitFor() },
		bench: { path: story, route: '/p/[project]/t/[testimony]', ready: benchReady },
		'bench-place': { path: `${story}?at=0-20`, ready: async (me) => (await benchReady(me), await me.page.keyboard.press('n')) },
		'bench-fear': { path: story, ready: async (me) => (await benchReady(me), await me.page.keyboard.press('f'), await me.dialog().waitFor()) },
		redact: { path: `${story}/redact`, route: '/p/[project]/t/[testimony]/redact', ready: (me) => me.page.locator('article [data-words]').first().waitFor() },
		'redact-words': { path: `${story}/redact`, ready: chooseWords },
		'redact-read': { path: `${story}/redact?as=public`, ready: (me) => me.page.getByRole('article', { name: me.say('redaction.circle.public') }).waitFor() },
		'search-start': { path: `${home}/search`, route: '/p/[project]/search' },
		'search-found': { path: `${home}/search?q=neighbour`, ready: (me) => me.page.locator('mark').first().waitFor() },
		'search-nothing': { path: `${home}/search?q=zeppelin`, ready: (me) => me.heading('search.nothing').waitFor() },
		'search-wrong': { path: `${home}/search?q=${encodeURIComponent('(never closed')}`, refused: [422, `/api${home.replace('/p/', '/projects/')}/search`], ready: (me) => me.page.getByRole('alert').waitFor() },
		codebook: { path: `${home}/codebook`, route: '/p/[project]/codebook' },
		narrators: { path: `${home}/narrators`, route: '/p/[project]/narrators' },
		'new-narrator': { path: `${home}/narrators/new`, route: '/p/[project]/narrators/new' },
		'narrator-change': { path: `${person}/change`, route: '/p/[project]/narrators/[narrator]/change', ready: (me) => me.button('narrator.keep-changes').waitFor() },
		narrator: { path: person, route: '/p/[project]/narrators/[narrator]' },
		withdrawal: { path: person, ready: (me) => me.button('withdraw.open').click().then(() => me.dialog().waitFor()) },
		holding: { path: person, ready: (me) => me.button('hold.open').click().then(() => me.dialog().waitFor()) },
		consent: { path: `${person}/consent`, route: '/p/[project]/narrators/[narrator]/consent' },
		receipt: { path: receipt, route: '/p/[project]/narrators/[narrator]/receipt/[consent]', ready: (me) => me.button('return-code.print').waitFor() },
		notices: { path: `${home}/notices`, route: '/p/[project]/notices' },
		representative: { path: person, ready: (me) => me.button('representative.add').click().then(() => me.dialog().waitFor()) },
		'new-notice': { path: `${home}/notices/new`, route: '/p/[project]/notices/new' },
		notice: { path: notice, route: '/p/[project]/notices/[notice]' },
		quotes: { path: `${home}/quotes`, route: '/p/[project]/quotes' },
		'quotes-asked': { path: `${home}/quotes?view=asked`, ready: (me) => me.heading('askings.none-title').waitFor() },
		exports: { path: `${home}/exports`, route: '/p/[project]/exports' },
		export: { path: handed, route: '/p/[project]/exports/[export]' },
		waiting: { path: `${home}/waiting`, route: '/p/[project]/waiting' },
		concerns: { path: `${home}/concerns`, route: '/p/[project]/concerns', ready: (me) => me.page.locator('summary').click() },
		settling: { path: `${home}/concerns`, ready: async (me) => (await me.page.getByRole('button', { name: new RegExp(`^${me.say('concern.settle')}`) }).click(), await me.dialog().waitFor()) },
		requests: { path: `${home}/requests`, route: '/p/[project]/requests', ready: (me) => me.page.locator('summary').click() },
		'request-settling': { path: `${home}/requests`, ready: async (me) => (await me.page.getByRole('button', { name: new RegExp(`^${me.say('rights.settle')}`) }).first().click(), await me.dialog().getByLabel(me.say('rights.outcome.refused'), { exact: true }).check()) },
		'request-writing': { path: person, ready: (me) => me.button('rights.add').click().then(() => me.dialog().waitFor()) },
		processing: { path: `${home}/processing`, route: '/p/[project]/processing', ready: (me) => me.page.locator('article h2').first().waitFor() },
		summaries: { path: `${home}/summaries`, route: '/p/[project]/summaries' },
		'summary-begin': { path: `${home}/summaries`, ready: (me) => me.button('summaries.begin').click().then(() => me.dialog().waitFor()) },
		summary: { path: summary, route: '/p/[project]/summaries/[summary]', ready: (me) => me.page.locator('article textarea').first().waitFor() },
		'summary-block': { path: summary, ready: async (me) => (await me.page.locator('article[id^="block-"] [type="checkbox"]').first().focus(), await me.heading('summary.find').waitFor()) },
		'summary-gates': { path: `${summary}?view=gates`, ready: (me) => me.heading('summary.gate.approval').waitFor() },
		'summary-read': { path: `${summary}?view=read`, ready: (me) => me.page.locator('.figure').first().waitFor() },
		'summary-editions': { path: `${summary}?view=editions`, ready: (me) => me.page.getByText(me.say('summary.edition-first')).waitFor() },
		calls: { path: `${home}/calls`, route: '/p/[project]/calls', ready: (me) => me.page.locator('summary').first().click() },
		'call-writing': { path: `${home}/calls`, ready: async (me) => (await me.button('call.write').click(), await me.button('call.question-add', {}, me.dialog()).click()) },
		'call-answering': { path: `${home}/calls`, ready: async (me) => (await me.page.getByRole('button', { name: new RegExp(`^${me.say('call.answer')}`) }).click(), await me.dialog().waitFor()) },
		responses: { path: `${home}/responses`, route: '/p/[project]/responses', ready: (me) => me.page.locator('article').first().waitFor() },
		'response-changing': { path: `${home}/responses`, ready: async (me) => (await me.page.getByRole('button', { name: new RegExp(`^${me.say('response.change')}`) }).click(), await me.dialog().waitFor()) },
		audit: { path: `${home}/audit`, route: '/p/[project]/audit' },
		members: { path: `${home}/members`, route: '/p/[project]/members' },
		settings: { path: `${home}/settings`, route: '/p/[project]/settings' },
		palette: { path: home, ready: (me) => me.page.keyboard.press('Control+k').then(() => me.dialog().waitFor()) },
		keys: { path: story, ready: async (me) => (await benchReady(me), await me.page.keyboard.press('?'), await me.dialog().waitFor()) }
	};
	const outside = {
		'sign-in': { path: '/sign-in', route: '/sign-in' },
		forgot: { path: '/sign-in/forgot', route: '/sign-in/forgot' },
		mine: { path: '/mine', route: '/mine' },
		invitation: { path: invitation, route: '/link/[token]' },
		'link-gone': { path: '/link/nothing-behind-this', refused: [404, '/api/links/'] }
	};
	return { inside, outside };
}
