declare module 'unix-crypt-td-js' {
  /** DES crypt(3): `password` as text or bytes, `salt` of two characters; 13 characters come out. */
  export default function unixCryptTD(
    password: string | readonly number[],
    salt: string | readonly number[],
  ): string;
}
