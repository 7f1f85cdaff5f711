// What people do with Kith, one deed at a time, following the screen. The tests put these together.
import assert from 'node:assert/strict';

export const account = { name: 'Ada van Dijk', email: 'ada@example.org', password: 'a lamp in the hallway 7', organisation: 'Neighbours of Zuid' };

/** The link from the terminal, and the first account. */
export async function setUp(me, house, language, { name = account.name, organisation = account.organisation } = {}) {
	const { page } = me;
	await page.goto(house.setup);
	await me.heading('setup.title').waitFor();
	if (language !== 'en') await me.choose(language);
	await me.field('person.name').fill(name);
	await me.field('sign-in.email').fill(account.email);
	await me.field('sign-in.password').fill(account.password);
	await me.field('setup.organisation').fill(organisation);
	await me.button('setup.do').click();
	await page.waitForURL('**/projects/new');
}
/** Signs in at the door. */
export async function signIn(me, { email, password } = account) {
	await me.go('/sign-in');
	await me.field('sign-in.email').fill(email);
	await me.field('sign-in.password').fill(password);
	await me.button('sign-in.do').click();
	await me.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
export async function beginProject(me, name) {
	await me.field('new-project.name').fill(name);
	await me.field('new-project.description').fill('How people find a home here, told by themselves.');
	await me.button('new-project.do').click();
	await me.page.waitForURL(/\/p\/[0-9a-f-]{36}$/);
	await me.page.getByRole('heading', { level: 1, name }).waitFor();
	return new URL(me.page.url()).pathname;
}
/** The first of the steps on the project's page: the notice. Brackets of ours must be filled in before it can be published. */
export async function publishNotice(me, home, { title = 'How we keep your story', extra = '' } = {}) {
	const { page, say } = me;
	await me.go(`${home}/notices/new`);
	await me.heading('notice.write-one').waitFor();
	await me.field('notice.title').fill(title);
	const body = me.field('notice.body');
	await body.fill((await body.inputValue()).replaceAll(/\[[^\]]+\]/g, 'Ada van Dijk, Zuidplein 3') + (extra && `\n\n${extra}`));
	await me.button('notice.publish').click();
	await me.dialog().getByRole('button', { name: say('notice.publish'), exact: true }).click();
	await page.waitForURL(`**${home}/notices`);
	await page.getByRole('link', { name: title }).waitFor();
}
/** Answers the questions of consent and keeps the answers. */
export async function giveConsent(me, purposes = ['store', 'analyse', 'count', 'quote-anonymously']) {
	const { page, say } = me;
	for (const purpose of purposes) {
		const question = page.getByRole('group', { name: say(`purpose.ask.${purpose}`), exact: true });
		await question.getByText(say('consent.yes'), { exact: true }).click();
	}
	await page.getByRole('group', { name: say('purpose.ask.publish-full-text'), exact: true }).getByText(say('consent.no'), { exact: true }).click();
	await page.getByLabel(say('consent.mode.spoken-recorded'), { exact: true }).check();
	await me.button('consent.read-together').click();
	await me.button('consent.keep').click();
}
/** Welcomes somebody new in the first step of collecting, and asks for their consent; leaves us at the second step. */
export async function welcome(me, home, pseudonym, purposes) {
	const { page, say } = me;
	await me.go(`${home}/testimonies/add`);
	await me.button('collect.somebody-new').click();
	await me.field('narrator.pseudonym').fill(pseudonym);
	await page.getByLabel(say('narrator.role.newcomer'), { exact: true }).check();
	await me.button('narrator.keep').click();
	await page.getByRole('heading', { name: say('consent.ask-title', { name: pseudonym }), exact: true }).waitFor();
	await giveConsent(me, purposes);
	await page.waitForURL(/step=tell/);
}
/** Steps two and three: a file, its language, what kind of story; kept. We stand on "kept" with the way on. */
export async function tellFromFile(me, file, { title, tongue = 'en', kind = 'interview', look, elsewhere } = {}) {
	const { page, say } = me;
	await page.locator('input[type="file"]').first().setInputFiles(file);
	await me.button('tell.other-file').waitFor();
	await look?.();
	for (const box of await page.locator('form input[type="checkbox"]').all()) await box.check();
	const language = me.field('testimony.language-told');
	const own = new Intl.DisplayNames([me.say.language], { type: 'language' }).of(tongue);
	await me.pick(language, own, new RegExp(`^${own}`));
	await me.button('tell.next').click();
	await page.waitForURL(/step=hand-over/);
	if (title) await me.field('testimony.title').fill(title);
	const named = await me.field('testimony.title').inputValue();
	await page.getByLabel(say(`testimony.kind.${kind}`), { exact: true }).check();
	await page.getByLabel(say('date.year'), { exact: true }).first().fill('2026');
	await me.field('testimony.place').fill('Rotterdam');
	if (elsewhere) {
		await me.button('recording.add-elsewhere').click();
		await me.field('recording.address').fill(elsewhere);
	}
	await me.button('hand.keep').click();
	await me.heading('hand.kept-title').waitFor();
	return named;
}
/** On the narrator's page: they take everything back. */
export async function withdraw(me, home, pseudonym) {
	const { page, say } = me;
	await me.go(`${home}/narrators`);
	await page.getByRole('link', { name: pseudonym, exact: true }).first().click();
	await me.button('withdraw.open').click();
	const dialog = me.dialog();
	await dialog.getByLabel(say('withdraw.everything'), { exact: true }).check();
	await dialog.getByLabel(say('withdraw.asked.narrator'), { exact: true }).check();
	await dialog.getByRole('button', { name: say('withdraw.verb-all'), exact: true }).click();
	await dialog.waitFor({ state: 'detached' });
	await me.heading('narrator.no-stories-title').waitFor();
}
export function nothingWentWrong(me) {
	assert.deepEqual(me.alarms, []);
}

/** Types into the box on the search page. */
export async function search(me, words) {
	const box = me.page.getByRole('textbox', { name: me.say('search.label') });
	await box.fill(words);
	await box.press('Enter');
	await me.page.waitForURL(/[?&]q=/);
}
