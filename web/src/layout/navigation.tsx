import type { SvgIconComponent } from '@mui/icons-material';
import {
  Box,
  List,
  ListItem,
  ListItemButton,
  ListItemIcon,
  Tooltip,
  useMediaQuery,
} from '@mui/material';
import type { Theme } from '@mui/material/styles';
import type { JSX } from 'react';
import { useSidebarState, useTranslate } from 'react-admin';
import { NavLink } from 'react-router-dom';

interface NavigationLink {
  readonly to: string;
  /** A key of the translations, or the text itself. */
  readonly title: string;
  readonly icon: SvgIconComponent;
}

export interface NavigationGroup {
  readonly title?: string;
  readonly links: readonly NavigationLink[];
}

/** The menu as a list of links, by groups. Folded it shows the icons. */
export function Navigation({ groups }: { groups: readonly NavigationGroup[] }): JSX.Element {
  const translate = useTranslate();
  const [isOpen] = useSidebarState();
  return (
    <Box
      component="nav"
      aria-label={translate('lockstep.menu')}
      sx={{ width: isOpen ? 240 : 56, transition: 'width 0.2s', pt: 1 }}
    >
      {groups
        .filter(({ links }) => links.length > 0)
        .map(({ title = '', links }) => (
          <List key={title} dense aria-label={title} sx={{ px: 1 }}>
            {isOpen && title !== '' && (
              <ListItem sx={{ color: 'text.secondary', fontSize: '0.8rem', py: 0 }}>
                {title}
              </ListItem>
            )}
            {links.map((link) => (
              <MenuLink key={link.to} {...link} isOpen={isOpen} />
            ))}
          </List>
        ))}
    </Box>
  );
}

function MenuLink({
  to,
  title,
  icon: Icon,
  isOpen,
}: NavigationLink & { readonly isOpen: boolean }): JSX.Element {
  const translate = useTranslate();
  const [, setOpen] = useSidebarState();
  const isSmall = useMediaQuery((theme: Theme) => theme.breakpoints.down('md'));
  const name = translate(title, { _: title });
  return (
    <ListItem disablePadding>
      <Tooltip title={isOpen ? '' : name} placement="right">
        <ListItemButton
          component={NavLink}
          to={to}
          aria-label={isOpen ? undefined : name}
          onClick={() => {
            if (isSmall) setOpen(false);
          }}
          sx={{
            borderRadius: 2,
            color: 'text.secondary',
            minHeight: 36,
            px: 1.25,
            '&.active': { bgcolor: 'action.selected', color: 'text.primary', fontWeight: 600 },
          }}
        >
          <ListItemIcon sx={{ minWidth: 36, color: 'inherit' }}>
            <Icon fontSize="small" />
          </ListItemIcon>
          {isOpen && name}
        </ListItemButton>
      </Tooltip>
    </ListItem>
  );
}
