// The login page is a plain form: it needs its style, and no code.
import './styles.css';
