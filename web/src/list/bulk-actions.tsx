import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import { Button } from '@mui/material';
import { type JSX, useState } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { canChange, canDelete, type Model } from '../api/models.js';
import { INVENTORY } from '../inventory/model.js';
import { LabelsButton } from '../inventory/labels-button.js';
import { BulkDialog, type BulkKind } from './bulk-dialog.js';

/** What can be done with the rows that are chosen, or with all that match the filters. */
export function BulkActions({ model }: { model: Model }): JSX.Element {
  const translate = useTranslate();
  const { selectedIds } = useListContext();
  const [kind, setKind] = useState<BulkKind>();
  return (
    <>
      {model.label === INVENTORY && <LabelsButton ids={selectedIds} />}
      {canChange(model) && (
        <Button
          size="small"
          startIcon={<EditIcon />}
          onClick={() => {
            setKind('edit');
          }}
        >
          {translate('lockstep.bulk.edit')}
        </Button>
      )}
      {canDelete(model) && (
        <Button
          size="small"
          color="error"
          startIcon={<DeleteIcon />}
          onClick={() => {
            setKind('delete');
          }}
        >
          {translate('lockstep.bulk.delete')}
        </Button>
      )}
      {kind && (
        <BulkDialog
          model={model}
          kind={kind}
          onClose={() => {
            setKind(undefined);
          }}
        />
      )}
    </>
  );
}
