import HandIcon from '@mui/icons-material/PanToolAltOutlined';
import { type JSX, useState } from 'react';
import { Button } from 'react-admin';
import type { Model } from '../api/models.js';
import { ClaimDialog } from './claim-dialog.js';

/** Opens the dialog that takes rows. */
export function ClaimButton({ model }: { model: Model }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        label="lockstep.claim.open"
        onClick={() => {
          setOpen(true);
        }}
      >
        <HandIcon />
      </Button>
      {isOpen && (
        <ClaimDialog
          model={model}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}
