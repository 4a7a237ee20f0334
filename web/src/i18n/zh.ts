import english from 'ra-language-english';

export const zh = {
  ...english,
  lockstep: {
    menu: 'Pages and models',
    login: {
      hint: 'Log in with your account of the Django site.',
      expired: 'Your login has ended. Log in again; what you have written is still there.',
    },
    filter: {
      field: 'Field',
      lookup: 'Comparison',
      value: 'Value',
      not: 'not',
      exclude: 'Exclude these rows',
      apply: 'Apply',
      in_hint: 'Values between commas',
      range_hint: 'First and last value, between commas',
    },
    lookups: {
      exact: 'is',
      in: 'is one of',
      icontains: 'contains',
      istartswith: 'begins with',
      iendswith: 'ends with',
      gt: '>',
      gte: '≥',
      lt: '<',
      lte: '≤',
      range: 'is between',
      isnull: 'is empty (NULL)',
      notnull: 'is not empty (NULL)',
      iexact: 'is (any case)',
      contains: 'contains (exact case)',
      startswith: 'begins with (exact case)',
      endswith: 'ends with (exact case)',
      iregex: 'matches expression',
      regex: 'matches expression (exact case)',
      has_key: 'has key',
      date: 'is on day',
      year: 'is in year',
      month: 'is in month',
    },
    list: { nothing: 'No rows match.' },
  },
};

