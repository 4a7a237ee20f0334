import type { RaThemeOptions } from 'react-admin';
import { defaultDarkTheme, defaultLightTheme } from 'react-admin';

const FONT = [
  '-apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial',
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
].join(', ');

const typography = {
  fontFamily: FONT,
  fontSize: 13.5,
  h5: { fontSize: '1.35rem', fontWeight: 600 },
  h6: { fontSize: '1.05rem', fontWeight: 600 },
  button: { textTransform: 'none' as const, fontWeight: 600 },
};

const shape = { borderRadius: 8 };

const shared = {
  MuiTextField: {
    defaultProps: {
      variant: 'outlined' as const,
      size: 'small' as const,
      margin: 'none' as const,
      fullWidth: true,
    },
  },
  MuiFormControl: {
    defaultProps: {
      variant: 'outlined' as const,
      size: 'small' as const,
      margin: 'none' as const,
      fullWidth: true,
    },
  },
  MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
};

const components = (border: string, head: string) => ({
  ...shared,
  MuiCard: {
    defaultProps: { elevation: 0 },
    styleOverrides: { root: { border: `1px solid ${border}` } },
  },
  MuiAppBar: {
    defaultProps: { elevation: 0 },
    styleOverrides: { root: { borderBottom: `1px solid ${border}` } },
  },
  RaDataTable: {
    styleOverrides: {
      root: { '& .RaDataTable-headerCell': { backgroundColor: head, fontWeight: 600 } },
    },
  },
  RaMenuItemLink: {
    styleOverrides: {
      root: {
        borderRadius: 8,
        margin: '1px 8px',
        '&.RaMenuItemLink-active': { backgroundColor: head, fontWeight: 600 },
      },
    },
  },
});

/** Colours whose text has a contrast of at least 4.5 (WCAG AA). */
export const lightTheme: RaThemeOptions = {
  ...defaultLightTheme,
  typography,
  shape,
  palette: {
    mode: 'light',
    primary: { main: '#0b57a4' },
    secondary: { main: '#ffffff', contrastText: '#16202c' },
    error: { main: '#b3261e' },
    warning: { main: '#8a5300' },
    success: { main: '#1b6e37' },
    info: { main: '#0b57a4' },
    background: { default: '#f6f8fb', paper: '#ffffff' },
    text: { primary: '#16202c', secondary: '#4d5b6b' },
    divider: '#d9e0e8',
  },
  components: { ...defaultLightTheme.components, ...components('#d9e0e8', '#eef3f9') },
};

export const darkTheme: RaThemeOptions = {
  ...defaultDarkTheme,
  typography,
  shape,
  palette: {
    mode: 'dark',
    primary: { main: '#8ec5ff', contrastText: '#06223f' },
    secondary: { main: '#161d27', contrastText: '#e6edf5' },
    error: { main: '#ffb4ab', contrastText: '#3d0a06' },
    warning: { main: '#ffcc80', contrastText: '#3a2300' },
    success: { main: '#8fdca4', contrastText: '#06341a' },
    info: { main: '#8ec5ff', contrastText: '#06223f' },
    background: { default: '#0e141b', paper: '#161d27' },
    text: { primary: '#e6edf5', secondary: '#a9b7c6' },
    divider: '#2b3644',
  },
  components: { ...defaultDarkTheme.components, ...components('#2b3644', '#1f2935') },
};
