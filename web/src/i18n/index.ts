import { type I18nProvider, resolveBrowserLocale } from 'react-admin';
import polyglotI18nProvider from 'ra-i18n-polyglot';
import { en } from './en.js';

const LOCALES = [
  { locale: 'en', name: 'English' },
  { locale: 'zh', name: '简体中文' },
];

/** English comes with the first load, Chinese when somebody wants it. */
export function i18n(): I18nProvider {
  const provider = polyglotI18nProvider(
    (locale) => (locale === 'zh' ? import('./zh.js').then(({ zh }) => zh) : en),
    'en',
    LOCALES,
    { allowMissing: true },
  );
  return {
    ...provider,
    changeLocale: async (locale, options) => {
      await provider.changeLocale(locale, options);
      document.documentElement.lang = locale === 'zh' ? 'zh-Hans' : 'en';
    },
  };
}

/** The language of the browser, if it is one of ours. */
export const browserLocale = (): string =>
  resolveBrowserLocale('en').startsWith('zh') ? 'zh' : 'en';
