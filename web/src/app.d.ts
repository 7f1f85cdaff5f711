declare global {
	namespace App {
		interface PageState {
			/** The page as it was when a sheet or dialog was opened over it. */
			over?: string;
		}
	}
}
export {};
