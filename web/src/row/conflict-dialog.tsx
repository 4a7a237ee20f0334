import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  Radio,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from '@mui/material';
import { type JSX, useState } from 'react';
import { useTranslate } from 'react-admin';
import type { Part } from '../api/models.js';
import { Value } from '../list/value.js';
import { type Difference, type Draft, isSame } from './merge.js';

type Whose = 'mine' | 'theirs';

interface ConflictProps {
  readonly parts: readonly Part[];
  readonly draft: Draft;
  /** What others did, beside the clashes of the draft. */
  readonly differences: readonly Difference[];
  readonly by: string | null;
  readonly onMerge: (choices: Readonly<Record<string, Whose>>) => void;
  readonly onCancel: () => void;
}

interface Line {
  readonly part: Part;
  readonly before: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
  readonly isClash: boolean;
}

/** Somebody else saved first: before, theirs and mine side by side, and a choice for each field that both changed. */
export function ConflictDialog(props: ConflictProps): JSX.Element {
  const { parts, draft, differences, by, onMerge, onCancel } = props;
  const translate = useTranslate();
  const [choices, setChoices] = useState<Record<string, Whose>>({});
  const lines = linesOf(parts, draft, differences);
  const isOpen = lines.some(({ part, isClash }) => isClash && !choices[part.name]);
  return (
    <Dialog open fullWidth maxWidth="md" onClose={onCancel} aria-labelledby="conflict-title">
      <DialogTitle id="conflict-title">{translate('lockstep.conflict.title')}</DialogTitle>
      <DialogContent>
        <DialogContentText>
          {translate('lockstep.conflict.explanation', {
            who: by ?? translate('lockstep.somebody'),
          })}
        </DialogContentText>
        <Table size="small" sx={{ mt: 1 }}>
          <TableHead>
            <TableRow>
              {['field', 'before', 'theirs', 'mine'].map((name) => (
                <TableCell key={name}>{translate(`lockstep.conflict.${name}`)}</TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {lines.map((line) => (
              <ConflictLine
                key={line.part.name}
                line={line}
                choice={choices[line.part.name]}
                onChoose={(whose) => {
                  setChoices({ ...choices, [line.part.name]: whose });
                }}
              />
            ))}
          </TableBody>
        </Table>
      </DialogContent>
      <DialogActions>
        <Button onClick={onCancel}>{translate('lockstep.conflict.back')}</Button>
        <Button
          variant="contained"
          disabled={isOpen}
          onClick={() => {
            onMerge(choices);
          }}
        >
          {translate('lockstep.conflict.save')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface LineProps {
  readonly line: Line;
  readonly choice: Whose | undefined;
  readonly onChoose: (whose: Whose) => void;
}

function ConflictLine({ line, choice, onChoose }: LineProps): JSX.Element {
  const { part, before, theirs, mine, isClash } = line;
  const translate = useTranslate();
  const taken = isClash ? choice : isSame(mine, before) ? 'theirs' : 'mine';
  const cell = (whose: Whose, value: unknown): JSX.Element => (
    <TableCell sx={{ ...(taken === whose && { bgcolor: 'action.selected', fontWeight: 600 }) }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 0.5 }}>
        {isClash && (
          <Radio
            size="small"
            checked={choice === whose}
            onChange={() => {
              onChoose(whose);
            }}
            slotProps={{
              input: { 'aria-label': `${part.label}: ${translate(`lockstep.conflict.${whose}`)}` },
            }}
          />
        )}
        <span>
          <Value part={part} value={value} />
        </span>
      </Stack>
    </TableCell>
  );
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        {part.label}
      </TableCell>
      <TableCell>
        <Value part={part} value={before} />
      </TableCell>
      {cell('theirs', theirs)}
      {cell('mine', mine)}
    </TableRow>
  );
}

/** Every field that one of both has changed. */
function linesOf(
  parts: readonly Part[],
  { base, mine, clashes }: Draft,
  differences: readonly Difference[],
): Line[] {
  const others = new Map(differences.map((one) => [one.name, one]));
  return parts.flatMap((part): Line[] => {
    const { name } = part;
    const own = Object.hasOwn(mine, name) ? mine[name] : undefined;
    const clash = clashes[name];
    if (clash) return [{ part, ...clash, mine: own, isClash: true }];
    const other = others.get(name);
    if (other) return [{ part, ...other, isClash: false }];
    if (!Object.hasOwn(mine, name)) return [];
    return [{ part, before: base[name], theirs: base[name], mine: own, isClash: false }];
  });
}
