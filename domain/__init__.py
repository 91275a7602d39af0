"""The ground floor: types, metrics, statuses, settings, errors and the instrument table. Imports nothing of ours."""
