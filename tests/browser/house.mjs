// A Kith of one's own for a test: its own folders, its own database, a port nobody else has. And a browser before its door.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { chromium as browserProgram, folder, kith, need, root } from './places.mjs';
import { wordsOf } from './words.mjs';

const { chromium } = need('playwright-core');
const done = promisify(execFile);

/** SQLite always; PostgreSQL where the tests have one. */
export const databases = ['SQLite', ...(process.env.KITH_TEST_POSTGRES ? ['PostgreSQL'] : [])];
export const shots = process.env.KITH_SHOTS ?? (await folder('shots'));
mkdirSync(shots, { recursive: true });

async function freshDatabase() {
	const server = process.env.KITH_TEST_POSTGRES;
	const name = `browser_${randomBytes(6).toString('hex')}`;
	const psql = globSync('/usr/lib/postgresql/*/bin/psql').at(-1) ?? 'psql';
	const ask = (sql) => done(psql, [server, '--quiet', '--command', sql]);
	await ask(`create database ${name}`);
	const url = new URL(server);
	url.pathname = `/${name}`;
	return { url: url.href, drop: () => ask(`drop database ${name} with (force)`) };
}

const serve = [kith, 'serve'];
/** As a newcomer starts it. */
export const makeRun = ['make', '--no-print-directory', '-C', root, 'run'];

/** Serves until `close`; `setup` is the link that it prints for the first account. `furnish` is done before, with its settings. */
export async function openHouse(database = 'SQLite', [command, ...line] = serve, furnish) {
	const home = await folder('house');
	const records = database === 'PostgreSQL' ? await freshDatabase() : undefined;
	const settings = { KITH_LISTEN: '127.0.0.1:0', KITH_DATA: join(home, 'data'), KITH_KEYS: join(home, 'keys'), ...(records ? { KITH_DATABASE: records.url } : {}) };
	await furnish?.({ ...process.env, ...settings });
	// A group of its own: what `make` started ends with it.
	const program = spawn(command, line, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...process.env, ...settings } });
	const log = [];
	createInterface(program.stderr).on('line', (text) => log.push(text));
	// Its output ends when the last of the group has let go of it.
	const ended = new Promise((gone) => program.once('close', gone));
	let setup;
	const address = await new Promise((found, failed) => {
		program.once('error', failed);
		void ended.then((code) => failed(new Error(`kith serve ended (${code}):\n${log.join('\n')}`)));
		createInterface(program.stdout).on('line', (text) => {
			setup ??= /https?:\S+\/setup\S+/.exec(text)?.[0];
			const at = /^Kith is at (\S+)/.exec(text)?.[1];
			if (at) found(at);
		});
	});
	async function close() {
		if (program.exitCode === null && program.signalCode === null) process.kill(-program.pid, 'SIGTERM');
		await ended;
		await records?.drop();
		rmSync(home, { recursive: true, force: true });
	}
	return { address, setup, log, close };
}

/** With the demonstration in it; `password` opens every account of it. */
export async function openDemo(database) {
	let password;
	const house = await openHouse(database, serve, async (env) => {
		const { stdout } = await done(kith, ['demo', '--quiet', '--stories', join(root, 'tests/fixtures/testimonies')], { env });
		[, password] = /^ +password +(\S+)$/m.exec(stdout);
	});
	return { ...house, password };
}

export const openBrowser = () =>
	chromium.launch({
		executablePath: browserProgram,
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
	});

/** What must never happen on a page, gathered while somebody is at work on it. */
function watch(page, address, alarms) {
	// Asking "am I signed in?" is how a page finds out that nobody is.
	const known = [{ status: 401, path: '/api/session' }];
	page.on('console', (message) => {
		if (!['error', 'warning'].includes(message.type())) return;
		const from = message.location().url;
		const refused = /status of (\d+)/.exec(message.text());
		if (refused && known.some((one) => from.startsWith(address + one.path) && Number(refused[1]) === one.status)) return;
		alarms.push(`console ${message.type()}: ${message.text()} (${from})`);
	});
	page.on('pageerror', (error) => alarms.push(`page error: ${error.stack ?? error}`));
	page.on('dialog', (dialog) => {
		alarms.push(`a script opened a dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(`${address}/`) && !/^(blob|data):/.test(url)) alarms.push(`a request left the house: ${url}`);
		if (url.includes('/executed')) alarms.push(`a payload was loaded: ${url}`);
	});
	return (status, path) => known.push({ status, path });
}

const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Somebody at a browser of their own. Finds things as people do: by the words on them. */
export async function visit(browser, house, { language = 'en', width = 1440, dark = false, storage, locale = 'en-GB', scripts = true } = {}) {
	const phone = width < 600;
	const context = await browser.newContext({ viewport: { width, height: phone ? 844 : 900 }, hasTouch: phone, isMobile: phone, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', locale, javaScriptEnabled: scripts, timezoneId: 'Europe/Amsterdam', ...(storage ? { storageState: storage } : {}) });
	context.setDefaultTimeout(Number(process.env.KITH_PATIENCE ?? 15_000));
	await context.addInitScript(() => {
		document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
	});
	const page = await context.newPage();
	const alarms = [];
	const expectRefusal = watch(page, house.address, alarms);
	let say = wordsOf('en');
	const me = {
		page,
		context,
		alarms,
		expectRefusal,
		get say() {
			return say;
		},
		/** The page is already in this language: somebody chose it before. */
		speaks: (chosen) => (say = wordsOf(chosen)),
		button: (key, values, within = page) => within.getByRole('button', { name: say(key, values), exact: true }),
		link: (key, values, within = page) => within.getByRole('link', { name: say(key, values), exact: true }),
		heading: (key, values, within = page) => within.getByRole('heading', { name: say(key, values), exact: true }),
		text: (key, values, within = page) => within.getByText(say(key, values), { exact: true }),
		tab: (key, within = page) => within.getByRole('tab', { name: new RegExp(`^${literally(say(key))}`) }),
		/** A field by its label, whether or not "optional" stands beside it. */
		field: (key, values, within = page) => within.getByLabel(new RegExp(`^\\s*${literally(say(key, values))}\\s*(${literally(say('ui.optional'))})?\\s*$`)),
		dialog: () => page.locator('[role="dialog"], [role="alertdialog"]'),
		/** Chooses the language where every door has it. */
		async choose(chosen) {
			await page.getByRole('button', { name: new RegExp(`^${literally(say('shell.language'))}`) }).click();
			await page.getByRole('menuitem', { name: new Intl.DisplayNames([chosen], { type: 'language' }).of(chosen), exact: true }).click();
			await page.waitForFunction((language) => document.documentElement.lang === language, chosen);
			say = wordsOf(chosen);
		},
		/** Types into a box that offers what fits, and takes it. */
		async pick(box, typed, option) {
			await box.click();
			await box.fill(typed);
			await page.getByRole('option', { name: option }).first().click();
		},
		async go(path) {
			await page.goto(house.address + path);
		},
		/** Waits until nothing of the page is still being fetched or drawn. */
		async settled() {
			await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], .skeleton') && document.querySelector('h1') && document.fonts.status === 'loaded');
		}
	};
	if (language !== 'en' && storage) me.speaks(language);
	return me;
}

/** Runs a test with somebody; when it fails, leaves a picture and the last words of the service. */
export async function telling(name, me, house, tell) {
	try {
		await tell();
	} catch (error) {
		const picture = join(shots, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.png`);
		await me.page.screenshot({ path: picture }).catch(() => undefined);
		const said = house.log.filter((line) => !line.includes('"INFO"')).slice(-5);
		throw new Error([error.message, `at ${me.page.url()}`, `picture: ${picture}`, ...said, ...me.alarms.slice(0, 10)].join('\n'), { cause: error });
	}
}
