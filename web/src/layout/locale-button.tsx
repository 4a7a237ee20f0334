import { Button } from '@mui/material';
import { type JSX, useEffect } from 'react';
import { useLocaleState, useStore } from 'react-admin';
import { browserLocale } from '../i18n/index.js';

/** The other language; the first time that of the browser is taken. */
export function LocaleButton(): JSX.Element {
  const [locale, setLocale] = useLocaleState();
  const [chosen] = useStore<string | undefined>('locale');
  useEffect(() => {
    if (chosen === undefined && browserLocale() !== locale) setLocale(browserLocale());
  }, [chosen, locale, setLocale]);
  const other = locale === 'zh' ? 'en' : 'zh';
  return (
    <Button
      size="small"
      lang={other === 'zh' ? 'zh-Hans' : 'en'}
      onClick={() => {
        setLocale(other);
      }}
    >
      {other === 'zh' ? '简体中文' : 'English'}
    </Button>
  );
}
