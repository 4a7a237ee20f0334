import CameraIcon from '@mui/icons-material/PhotoCameraOutlined';
import { Alert, Box, Button, Card, CardContent, Stack, TextField } from '@mui/material';
import { type JSX, useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { messageOf } from '../api/lockstep.js';
import { Page } from '../pages/page.js';
import { findAsset } from './find-asset.js';
import { pathOfAsset } from './model.js';
import { useCamera } from './use-camera.js';

/** Opens the page of the asset that a hand scanner or the camera reads, or that somebody types. */
export default function ScanPage(): JSX.Element {
  const translate = useTranslate();
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const search = useRef<AbortController>(undefined);
  const [failure, setFailure] = useState<string>();
  const say = (key: string, values: object = {}): string =>
    translate(`lockstep.pages.scan.${key}`, { ...values });

  useEffect(() => {
    field.current?.focus();
    return () => search.current?.abort();
  }, []);

  const open = async (given: string): Promise<void> => {
    const code = given.trim();
    if (code === '') return;
    // The code that was read last is the one that is meant.
    search.current?.abort();
    const { signal } = (search.current = new AbortController());
    setFailure(undefined);
    try {
      const row = await findAsset(code, signal);
      if (signal.aborted) return;
      if (row) await navigate(pathOfAsset(row.id));
      else setFailure(say('unknown', { code }));
    } catch (error) {
      if (!signal.aborted) setFailure(messageOf(error));
    }
    // The next code takes the place of this one.
    field.current?.focus();
    field.current?.select();
  };

  const camera = useCamera((code) => {
    if (field.current) field.current.value = code;
    void open(code);
  });

  return (
    <Page title="lockstep.pages.scan.title">
      <Card sx={{ maxWidth: 640 }}>
        <CardContent>
          <Stack
            component="form"
            spacing={2}
            onSubmit={(event) => {
              event.preventDefault();
              void open(field.current?.value ?? '');
            }}
          >
            <TextField
              inputRef={field}
              label={say('code')}
              helperText={say('help')}
              autoComplete="off"
              slotProps={{ htmlInput: { spellCheck: false, autoCapitalize: 'off' } }}
              fullWidth
            />
            <Stack direction="row" spacing={1}>
              <Button type="submit" variant="contained">
                {say('open')}
              </Button>
              {camera.isOffered && (
                <Button
                  startIcon={<CameraIcon />}
                  onClick={() => {
                    camera.turn(!camera.isOn);
                  }}
                >
                  {say(camera.isOn ? 'camera_off' : 'camera_on')}
                </Button>
              )}
            </Stack>
            <div role="status">
              {failure !== undefined && <Alert severity="warning">{failure}</Alert>}
            </div>
            {camera.error !== undefined && (
              <Alert severity="error">
                {say('camera_refused', { reason: messageOf(camera.error) })}
              </Alert>
            )}
            <Box
              component="video"
              ref={camera.video}
              muted
              playsInline
              aria-label={say('picture')}
              hidden={!camera.isOn}
              sx={{ width: '100%', borderRadius: 2, bgcolor: '#000' }}
            />
          </Stack>
        </CardContent>
      </Card>
    </Page>
  );
}
