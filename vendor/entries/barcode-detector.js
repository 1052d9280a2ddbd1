export { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";
