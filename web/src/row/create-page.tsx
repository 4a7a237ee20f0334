import SaveIcon from '@mui/icons-material/Save';
import { Alert, Box, Button, Card, Stack } from '@mui/material';
import { type SubmitEvent, type JSX, useMemo, useState } from 'react';
import { Title, useNotify, useResourceContext, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { fieldErrors, messageOf, type Row, rowsOf } from '../api/lockstep.js';
import { type Model, partsOf } from '../api/models.js';
import { pathOf } from '../list/value.js';
import { useModel } from '../session.js';
import { FieldInput } from './field-input.js';
import { outcomeOf, usePatience } from './use-patience.js';
import { bodyOf } from './values.js';
import { WaitingDialog } from './waiting-dialog.js';

/** A new row. What is left as it is gets the default of the model or of the table. */
export function CreatePage(): JSX.Element {
  const model = useModel(useResourceContext());
  return model ? <CreateForm key={model.label} model={model} /> : <></>;
}

function CreateForm({ model }: { model: Model }): JSX.Element {
  const translate = useTranslate();
  const notify = useNotify();
  const navigate = useNavigate();
  const patience = usePatience();
  const parts = useMemo(() => partsOf(model).filter(isWritable), [model]);
  const [given, setGiven] = useState<Row>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const create = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    setErrors({});
    try {
      const rows = rowsOf(model.label);
      const made = await patience.run((options) =>
        outcomeOf(rows.create(bodyOf(model, given), options)),
      );
      if (made.outcome !== 'done') return;
      notify('ra.notification.created', { type: 'success' });
      void navigate(pathOf(model, made.value.value));
    } catch (error) {
      const named = fieldErrors(error);
      setErrors(named);
      const isNamed = parts.some(({ name }) => name in named);
      setFailure(isNamed ? translate('lockstep.form.refused') : messageOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Card sx={{ p: { xs: 1.5, sm: 3 }, my: 2, maxWidth: 1000 }}>
      <Title title={translate('ra.page.create', { name: model.verbose_name })} />
      <Stack
        component="form"
        noValidate
        spacing={2.5}
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          void create();
        }}
      >
        {failure !== undefined && <Alert severity="error">{failure}</Alert>}
        <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
          {parts.map((part) => (
            <FieldInput
              key={part.name}
              part={part}
              value={part.name in given ? given[part.name] : part.field?.default}
              isDisabled={isBusy}
              isRequired={part.field?.required ?? false}
              error={errors[part.name]}
              onChange={(value) => {
                setGiven((old) => ({ ...old, [part.name]: value }));
              }}
            />
          ))}
        </Box>
        <Box>
          <Button type="submit" variant="contained" startIcon={<SaveIcon />} disabled={isBusy}>
            {translate('ra.action.create')}
          </Button>
        </Box>
      </Stack>
      <WaitingDialog waiting={patience.waiting} />
    </Card>
  );
}

const isWritable = ({ editable, field }: ReturnType<typeof partsOf>[number]): boolean =>
  editable || field?.required === true;
