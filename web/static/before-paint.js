// Runs before the first paint: the chosen theme and language, so that nothing flashes or turns around.
(function () {
	try {
		var root = document.documentElement;
		var theme = localStorage.getItem('kith.theme');
		if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
		var language = localStorage.getItem('kith.language');
		if (language) {
			root.lang = language;
			root.dir = language === 'ar' || language === 'fa' ? 'rtl' : 'ltr';
		}
	} catch (e) {
		/* private mode: the page still works */
	}
})();
