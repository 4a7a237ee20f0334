import { Autocomplete, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { useTranslate } from 'react-admin';
import { lockstep } from '../api/lockstep.js';

interface User {
  readonly id: string | number;
  readonly username: string;
  readonly first_name: string;
  readonly last_name: string;
}

/** Who receives an asset, searched by name. */
export function UserInput({ onChange }: { onChange: (id: unknown) => void }): JSX.Element {
  const translate = useTranslate();
  const [search, setSearch] = useState('');
  const { data: users = [], isPending } = useQuery({
    queryKey: ['users', search],
    queryFn: async ({ signal }) => {
      const query = search === '' ? {} : { search };
      const { data } = await lockstep.http.GET('/api/users', { params: { query }, signal });
      return data?.results ?? [];
    },
  });
  return (
    <Autocomplete<User>
      options={users}
      loading={isPending}
      filterOptions={(all) => all}
      getOptionKey={({ id }) => id}
      getOptionLabel={({ username, first_name, last_name }) =>
        [username, `${first_name} ${last_name}`.trim()].filter(Boolean).join(' · ')
      }
      isOptionEqualToValue={(one, other) => one.id === other.id}
      onInputChange={(_, text, reason) => {
        if (reason !== 'reset') setSearch(text);
      }}
      onChange={(_, user) => {
        onChange(user?.id);
      }}
      renderInput={(params) => (
        <TextField {...params} label={translate('lockstep.inventory.to')} required />
      )}
    />
  );
}
