/** Light, dark, or as the device says. */
export type ThemeChoice = 'auto' | 'light' | 'dark';
class Theme {
	choice = $state<ThemeChoice>('auto');
	constructor() {
		const set = typeof document === 'undefined' ? undefined : document.documentElement.dataset.theme;
		if (set === 'light' || set === 'dark') this.choice = set;
	}
	choose(choice: ThemeChoice): void {
		this.choice = choice;
		if (choice === 'auto') delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = choice;
		try {
			if (choice === 'auto') localStorage.removeItem('kith.theme');
			else localStorage.setItem('kith.theme', choice);
		} catch {
			// Without storage the choice lasts as long as the page.
		}
	}
}
export const theme = new Theme();
