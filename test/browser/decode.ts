import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library';
import type { Locator } from 'playwright-core';

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Brightness of each pixel, 0 to 255. */
  readonly grey: readonly number[];
}

/** What a scanner reads from the element as it is painted. @throws NotFoundException where it reads nothing */
export async function decode(code: Locator, format: 'QR_CODE' | 'CODE_128'): Promise<string> {
  const { width, height, grey } = await pictureOf(code);
  const source = new RGBLuminanceSource(Uint8ClampedArray.from(grey), width, height);
  const hints = new Map<DecodeHintType, unknown>([
    [DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat[format]]],
    [DecodeHintType.TRY_HARDER, true],
  ]);
  const reader = new MultiFormatReader();
  return reader.decode(new BinaryBitmap(new HybridBinarizer(source)), hints).getText();
}

/** Unpacked by an empty page of the browser, which has no policy against that. */
async function pictureOf(element: Locator): Promise<Picture> {
  const png = (await element.screenshot()).toString('base64');
  const page = await element.page().context().newPage();
  try {
    return await page.evaluate<Picture>(`(async () => {
      const image = new Image();
      image.src = 'data:image/png;base64,${png}';
      await image.decode();
      const { width, height } = image;
      const paper = new OffscreenCanvas(width, height).getContext('2d');
      paper.drawImage(image, 0, 0);
      const { data } = paper.getImageData(0, 0, width, height);
      const grey = Array.from({ length: width * height }, (_, n) =>
        Math.round((data[4 * n] + data[4 * n + 1] + data[4 * n + 2]) / 3));
      return { width, height, grey };
    })()`);
  } finally {
    await page.close();
  }
}
