import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

type DetectorClass = new (options: { formats: readonly string[] }) => Detector;

/** Of this browser, if it can read codes; over plain HTTP it gives no camera. */
function detectorClass(): DetectorClass | undefined {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  return 'mediaDevices' in navigator ? BarcodeDetector : undefined;
}

/** What stands on our labels, and on those of makers. */
const FORMATS = ['qr_code', 'code_128', 'code_39', 'data_matrix', 'ean_13'];

/** Between two looks at the picture. */
const LOOK_MS = 150;

interface Camera {
  readonly isOffered: boolean;
  readonly isOn: boolean;
  readonly error: unknown;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly turn: (on: boolean) => void;
}

/** The camera while it is on and its page is open, and each code that it sees. */
export function useCamera(onCode: (code: string) => void): Camera {
  const [isOn, setOn] = useState(false);
  const [error, setError] = useState<unknown>();
  const video = useRef<HTMLVideoElement>(null);
  const seen = useEffectEvent(onCode);

  useEffect(() => {
    const Detector = detectorClass();
    const shown = video.current;
    if (!isOn || !Detector || !shown) return undefined;
    const end = new AbortController();
    watch(shown, new Detector({ formats: FORMATS }), end.signal, (code) => {
      seen(code);
    }).catch((reason: unknown) => {
      if (end.signal.aborted) return;
      setError(reason);
      setOn(false);
    });
    return () => {
      end.abort();
    };
  }, [isOn]);

  const turn = (on: boolean): void => {
    setError(undefined);
    setOn(on);
  };
  return { isOffered: detectorClass() !== undefined, isOn, error, video, turn };
}

/** Until the signal comes, which also turns the light of the camera off. @throws DOMException where it is refused */
async function watch(
  video: HTMLVideoElement,
  detector: Detector,
  signal: AbortSignal,
  onCode: (code: string) => void,
): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment' },
  });
  try {
    // Left before the user has allowed it.
    if (signal.aborted) return;
    video.srcObject = stream;
    await video.play();
    // One that stays in sight is told once.
    let last: string | undefined;
    while (!isAborted(signal)) {
      const [code] = await detector.detect(video);
      if (isAborted(signal)) return;
      if (code && code.rawValue !== last) onCode(code.rawValue);
      last = code?.rawValue;
      await new Promise((done) => setTimeout(done, LOOK_MS));
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

/** Asked anew after each wait. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
